"""What the order page shows, as item models."""
