"""The delay pool in memory: rows, order, filter, and what the table asks."""
