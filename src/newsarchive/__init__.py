"""newsarchive: news articles as BagIt bags, and the proof that each is what was taken in."""

__version__ = "0.1.0"
