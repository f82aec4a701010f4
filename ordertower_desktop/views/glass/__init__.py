"""All pages in one frame, and what a verb means."""
