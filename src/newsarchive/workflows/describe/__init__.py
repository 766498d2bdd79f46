"""Supplying what a source did not say: bag by bag, or by a sheet of gaps."""
