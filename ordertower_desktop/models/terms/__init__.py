"""Limits and calendars as their editor holds them."""
