"""出版: what leaves the house: typeset volumes and exchange formats."""
