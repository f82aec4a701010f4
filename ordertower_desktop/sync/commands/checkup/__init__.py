"""What a check-up looks at: this machine and its files, the hub and what it tells of the floor."""
