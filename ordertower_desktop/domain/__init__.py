"""The rules of the floor: pure values and functions."""
