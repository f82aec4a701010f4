"""The replay page: a past day with its axis, its board of any moment, its figures, and the post-mortem."""
