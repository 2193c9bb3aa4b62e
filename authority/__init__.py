"""規範: what records point to: institutions, regions, class trees, eras, vocabularies, and the lore of characters."""
