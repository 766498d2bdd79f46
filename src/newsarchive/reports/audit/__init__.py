"""What an audit found, for people: on the terminal, as a page, as a table."""
