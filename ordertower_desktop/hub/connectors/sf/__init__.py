"""顺丰: asked for its own parcels, and telling by itself what becomes of them."""
