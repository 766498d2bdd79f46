"""One article as a page, to be read and printed.

page: what stands on it, and the template.  script: from which side its text is read.
"""
