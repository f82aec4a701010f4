"""What the page of the rates shows."""
