"""檢索 One index over all kinds of records: analysis, query language, engine, indexer, pages."""
