"""The tables of authority/han, each made of its sources; :mod:`tools.build_han_tables` writes them."""
