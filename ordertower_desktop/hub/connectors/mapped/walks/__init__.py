"""How a system's pages are walked until all rows have come, or none are taken."""
