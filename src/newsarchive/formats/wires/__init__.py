"""What news agencies send: NewsML-G2, NITF, ninjs and dpa's digital wires."""
