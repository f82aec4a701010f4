"""What the numbers say: pure functions over arrays."""
