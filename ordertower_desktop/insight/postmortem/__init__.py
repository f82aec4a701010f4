"""What a day that is over says: how quick people were, what broke first, what was told too late."""
