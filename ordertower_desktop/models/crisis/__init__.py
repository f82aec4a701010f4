"""The crisis page without widgets: what the hub told, and what people want done."""
