"""An audit on disk: its folder, its lists and report, and whether they are what was recorded.

files: the folders and their files.  run: plan, lines and report of one, written and read.
documents: what they hold, as documents.
"""
