"""Engines: where documents are kept and queries carried out. Which one, the settings say (``SEARCH_ENGINE``)."""
