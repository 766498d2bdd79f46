"""Frozen values: what the archive speaks of. No disk, no clock, no third-party package."""
