"""How a call proves who we are."""
