"""The shop platforms, one dialect a file."""
