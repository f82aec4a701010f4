"""What the page of members and posts holds."""
