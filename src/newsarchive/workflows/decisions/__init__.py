"""What a person decides of a bag or a finding: it goes into the ledger, with who and why.

decide: access, embargo, collection.  withdraw: out of sight, or destroyed.
acknowledge: a finding needs nobody any more.
"""
