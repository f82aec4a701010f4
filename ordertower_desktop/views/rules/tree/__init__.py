"""The condition tree of a rule: groups, lines, and the form of each kind of line."""
