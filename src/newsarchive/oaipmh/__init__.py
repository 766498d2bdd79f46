"""OAI-PMH 2.0, the protocol by which catalogues harvest what an archive describes. No HTTP in it.

requests: what is asked, or what is wrong with it.  tokens: where a list goes on.  sets: collections
as sets.  documents: answers as XML.  provider: from a request to an answer, over a `Repository`.

Source: https://www.openarchives.org/OAI/openarchivesprotocol.html (2.0, of 2002-06-14, as amended).
"""

from newsarchive.oaipmh.provider import answer
from newsarchive.oaipmh.repository import Repository, Told

__all__ = ["Repository", "Told", "answer"]
