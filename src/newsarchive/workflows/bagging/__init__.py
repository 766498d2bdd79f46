"""Any folder or file as a bag, outside an archive.

run: the bag is made, read back, and given its place.  folder: what lies in the folder.
"""
