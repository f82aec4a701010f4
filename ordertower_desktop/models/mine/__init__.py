"""One person's own queue: which order is next, why, and the one thing to do about it."""
