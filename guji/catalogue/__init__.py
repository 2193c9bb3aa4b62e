"""The book in the public catalogue: its page with everything explained, its citations, its linked data."""
