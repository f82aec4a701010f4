"""Where orders come from, and how fresh each source is."""
