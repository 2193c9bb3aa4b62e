"""書影: the pages on which pictures of records are added, put in order, looked at and compared."""
