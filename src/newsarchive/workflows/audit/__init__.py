"""Fixity audits: what is due is planned, looked at and put on record; and what belongs to them.

run: the conductor.  plan, surroundings: which bags, and what else lies in the store.
worker, beginnings: looking at a bag, and explaining what is not as it was.
record, earlier: its folder and its entry, and those of earlier audits.
prune, schedule: removing reports that nobody needs; making the machine run audits.
"""
