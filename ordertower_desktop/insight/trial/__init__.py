"""A rule, or a whole book of them, tried on what has been: who is hit, what it would have cost people, and how often it was right."""
