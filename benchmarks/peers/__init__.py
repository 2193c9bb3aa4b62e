"""The same register by other typesetting programs: one module an engine, each with ``set_register``."""
