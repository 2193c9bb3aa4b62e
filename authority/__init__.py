"""規範: what records point to: institutions, regions, class trees, eras, vocabularies, and what is known of characters."""
