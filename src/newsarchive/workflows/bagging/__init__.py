"""Any folder or file as a bag, outside an archive."""
