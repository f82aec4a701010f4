"""The commands of the terminal that speak to a hub."""
