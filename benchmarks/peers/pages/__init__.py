"""Every page measured, and beside it the plain administration's pages over the same records."""
