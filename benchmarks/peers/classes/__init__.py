"""Records whose class is known, and asking for it: what :mod:`benchmarks.class_suggestions` does in other processes."""
