"""Taking bags home, and single files of them.

choice: which bags somebody gets.  run: they are given, whole or not at all.  single: one file
of a bag.  records: articles as the records of the web archive that they came in.  words: what is
written beside several bags, for who has no newsarchive.
"""
