"""Commands as values, and how a few letters find them."""
