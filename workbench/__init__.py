"""工作台: pages that join the rooms."""
