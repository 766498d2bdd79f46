"""One article as a page, to be read and printed.

page: what stands on it, and the template.  text: its blocks, and what may be shown.  script: from
which side its text is read.
"""
