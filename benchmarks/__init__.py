"""Measurements, side by side with a named peer, printed as ratios and kept in RESULTS.md."""
