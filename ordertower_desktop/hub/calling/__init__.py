"""Every call to a system outside is heard here: how long it took, what came, and nothing of what was in it."""
