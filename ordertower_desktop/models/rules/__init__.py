"""A rule while it is edited, and the lists around it."""
