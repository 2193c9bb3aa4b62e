"""``run_indexer`` and ``rebuild_index`` among them."""
