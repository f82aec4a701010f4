"""How rows become orders: cells to fields, rows of one order together, one snapshot of each."""
