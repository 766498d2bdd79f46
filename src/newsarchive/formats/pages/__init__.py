"""Saved web pages: what their markup says, what they print, their pictures and their text."""
