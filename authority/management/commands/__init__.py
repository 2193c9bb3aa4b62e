"""`load_authority` and `check_tree`."""
