"""The alarm chains as their editor holds them."""
