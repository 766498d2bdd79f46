"""Results as text and JSON, later CSV and HTML. Pure: nothing here looks anything up."""
