"""登記目錄: an institution's or a region's volume of 《全國古籍普查登記目錄》.

A snapshot of records goes in, pages come out. The words of an entry are made by :mod:`.wording`, the index by
:mod:`.title_index`, the tables by :mod:`.statistics`, the texts before and behind by :mod:`.front`; :mod:`.compose`
sets them all in one pass over the body.
"""
