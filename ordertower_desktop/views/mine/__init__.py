"""我的: the agent's own queue, one order at a time."""
