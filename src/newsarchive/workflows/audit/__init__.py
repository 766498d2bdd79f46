"""Fixity audits: what is due is planned, looked at and put on record; and what belongs to them."""
