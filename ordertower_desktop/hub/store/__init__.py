"""Tables, one file an aggregate, and the feed."""
