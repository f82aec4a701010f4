"""How one cell is read: the same cell gives the same value whatever file it stood in."""
