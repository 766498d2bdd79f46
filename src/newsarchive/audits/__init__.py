"""An audit on disk: its folder, its lists and report, and whether they are what was recorded."""
