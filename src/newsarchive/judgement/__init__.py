"""Rules, pure: what was seen becomes a verdict; what came in is new, known, or a new version.

One module for each question, which is imported by its own name.

fixity, trust: what a look at a bag of ours means.  validity: and at any other bag.
policy, runs, workers: what an audit is to look at, what it goes on with, who shares the reading.
tally, watch: what an audit comes to so far; whether audits come as they should.
admission, matching: what becomes of an article that comes in; which image has which caption.
"""
