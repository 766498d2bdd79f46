"""Plain text: what a page of it says of itself, in its words and in their places."""
