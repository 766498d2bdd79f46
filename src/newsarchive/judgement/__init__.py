"""Rules, pure: what a checker saw becomes a verdict; what is due; later how to mend and copy."""
