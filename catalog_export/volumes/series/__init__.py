"""A register in several volumes: where one ends, what they share, the index over all of them, what changed since."""
