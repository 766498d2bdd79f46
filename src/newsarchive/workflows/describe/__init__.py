"""Supplying what a source did not say: bag by bag, or by a sheet of gaps.

run: what was said becomes amendments.  sheets: tables that people fill in.
"""
