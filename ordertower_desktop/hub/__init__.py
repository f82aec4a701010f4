"""The floor's truth."""
