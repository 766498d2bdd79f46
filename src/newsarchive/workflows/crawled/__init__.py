"""Web archives among the deliveries: opened again, for what later ones mean and for who takes home.

opened: a file of one, held against its seal.  earlier: the records that a later one means.
"""
