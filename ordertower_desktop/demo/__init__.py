"""A floor that never was, over real HTTP."""
