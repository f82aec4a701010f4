"""The delay pool on the glass."""
