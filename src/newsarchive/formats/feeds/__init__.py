"""Feeds and exports of web sites: RSS, Atom, JSON Feed, and what WordPress exports."""
