"""The first minute: who I am, where the hub is, where the orders come from."""
