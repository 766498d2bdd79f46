"""The portal: pages over an archive, for reading and nothing else.

shelf: the archive, open.  addresses: which bag an address means.  asked: a search as an address
says it.  pages: the templates.  answers: what is sent, and with which headers.  start, results,
browse, article, files, staff: what each page shows.  panel: where each fact comes from.  tags: what
programs read in the head of a page.  app: all of it under its addresses.  running: a server.

What may be given is decided by `workflows.access` and nowhere here.
"""
