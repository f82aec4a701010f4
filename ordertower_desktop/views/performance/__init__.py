"""What people did lately."""
