"""Keeping the index in step with the database: drained from the outbox, rebuilt, compared, healed."""
