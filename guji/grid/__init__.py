"""Many short records at once: a grid that is pasted into, checked row by row, kept, and saved as drafts."""
