"""Where orders come from, one file a system."""
