"""Manifests: sheets and JSON lines in which each row is an article.

tables, lines: rows as they stand in the bytes.  columns: what a heading means.  rows: what a row
says.  detection: what is a manifest.  unpacker: the manifest as a container of articles.
"""
