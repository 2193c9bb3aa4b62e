"""書目: printed volumes, one package a kind: which records, in which order, with which words."""
