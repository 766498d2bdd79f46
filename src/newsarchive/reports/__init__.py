"""Results as text, JSON, CSV and HTML. Pure: nothing here looks anything up."""
