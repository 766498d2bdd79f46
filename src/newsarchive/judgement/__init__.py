"""Rules, pure: what a checker saw becomes a verdict; what is due; later how to mend and copy."""

from newsarchive.judgement.fixity import Judgement, judge

__all__ = ["Judgement", "judge"]
