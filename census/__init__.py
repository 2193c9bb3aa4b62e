"""普查: what every census record shares: numbers, states, revisions, comments, import, jobs."""
