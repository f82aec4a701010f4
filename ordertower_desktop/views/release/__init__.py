"""放行: how the pre-audit stands, the orders that wait, and what warehouses were told."""
