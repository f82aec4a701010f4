"""Which orders will be late: how long orders stood where this one stands, and how many of them were late in the end."""
