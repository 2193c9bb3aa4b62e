"""Importing book records: their columns, how a row becomes a record, how it finds the one it belongs to."""
