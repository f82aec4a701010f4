"""The back-test beside the rule: begun, watched, and what it found."""
