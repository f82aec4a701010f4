"""This machine's settings and health: what works, what does not, and what can be chosen."""
