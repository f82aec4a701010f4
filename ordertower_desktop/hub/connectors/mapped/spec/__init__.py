"""A mapping file as frozen values."""
