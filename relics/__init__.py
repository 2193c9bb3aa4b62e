"""文物: the movable cultural relic record and its seven kinds."""
