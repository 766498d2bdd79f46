"""Rules, pure: what was seen becomes a verdict; what came in is new, known, or a new version.

One module for each question, which is imported by its own name.
"""
