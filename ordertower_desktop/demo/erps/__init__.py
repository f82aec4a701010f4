"""Fake ERPs, as strict as the real ones."""
