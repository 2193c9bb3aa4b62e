"""Measurements, side by side with a named peer, printed as ratios and kept in RESULTS.md.

What can run compiled does, whatever a benchmark imports first.
"""

from config.compiled import use_compiled

use_compiled()
