"""库存: goods by code and warehouse, and who holds them."""
