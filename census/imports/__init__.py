"""Importing spreadsheets: reading them safely, knowing their headers, staging, reporting. Knows no kind of record."""
