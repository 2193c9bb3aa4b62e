"""The same records on Django's own administration site: the peer of the entry page."""
