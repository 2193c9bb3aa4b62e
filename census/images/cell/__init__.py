"""The cell in which a stranger's file is opened: a process with bounded memory and time that knows no database.

``python -m census.images.cell`` reads one request from its standard input and writes one verdict to its standard
output (:mod:`census.images.cell.__main__`). Everything here is plain Python and Pillow; nothing here imports Django, so
that the process starts quickly and holds nothing worth stealing.
"""
