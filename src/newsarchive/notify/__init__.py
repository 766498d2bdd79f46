"""Telling those who watch: pings, a file for Prometheus, a command of the operator.

watchers: who they are, and what each is told.  pings: one request, imported when one is made.
"""
