"""What the statistics page holds: stretches of days, their tables, and what is asked of the hub."""
