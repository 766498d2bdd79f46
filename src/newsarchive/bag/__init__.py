"""RFC 8493 bags: plan, write, read, check; in folders and archives. Knows nothing about news.

What looks at a bag in a folder is imported here; what writes bags, packs them or holds them against
a profile is imported from its own module, since an audit starts sooner without it.
"""

from newsarchive.bag.check import check, examine
from newsarchive.bag.facts import BagFacts
from newsarchive.bag.tracing import trace
from newsarchive.bag.tree import DirectoryTree, Tree

__all__ = ["BagFacts", "DirectoryTree", "Tree", "check", "examine", "trace"]
