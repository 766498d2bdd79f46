"""The names that PREMIS 3.0 documents of ours are written and read by."""

NAMESPACE = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ORDER = ("object", "event", "agent", "rights")

URI = "URI"
ARTICLE = "article id"
