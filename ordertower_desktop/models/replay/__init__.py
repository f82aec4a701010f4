"""What the replay page shows: a day, a moment in it, and the words that are being written about it."""
