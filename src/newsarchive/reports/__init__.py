"""Results as text, JSON, CSV and HTML. Pure: nothing here looks anything up.

Each is imported by its own name: a command shows one of them.

text, documents: what most commands give, for people and for programs.
audit/: an audit, on the terminal, as a page, as a table.  advice: what to do about a finding.
status, history, validation, diagnosis, bagged, rebuilt: the results of the other verbs.
metrics, units: what Prometheus, systemd and cron read.
amounts, safe: how many and how much, in words; text from outside made safe to show.
"""
