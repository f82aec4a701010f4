"""回传: what shops were told of shipments, and what waits."""
