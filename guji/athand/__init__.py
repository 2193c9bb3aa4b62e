"""手邊: what a cataloguer looks up while typing: years, classes, rules, rare characters.

Each is a plain page that works without scripts, and the same answer beside the entry page, where choosing fills the
field. Nothing here changes a record, and nothing is filled in that nobody chose.
"""
