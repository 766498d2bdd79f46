"""What an audit found, for people: on the terminal, as a page, as a table.

words: what it came to, said once for all of them.
terminal, page, table: where it is shown.  charts: where the marks on the page go.
"""
