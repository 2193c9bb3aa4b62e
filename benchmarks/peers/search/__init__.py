"""Search engines measured alike: same documents, same queries, exact totals, the first page in order."""
