"""Rules, pure: what was seen becomes a verdict; what came in is new, known, or a new version."""

from newsarchive.judgement.admission import Admission, Decision, admit
from newsarchive.judgement.fixity import Judgement, judge
from newsarchive.judgement.matching import GivenImage, attach

__all__ = ["Admission", "Decision", "GivenImage", "Judgement", "admit", "attach", "judge"]
