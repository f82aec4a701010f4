"""Domain to bytes and back: what crosses between hub, desk and disk."""
