"""Telling those who watch: pings, a file for Prometheus, a command of the operator."""
