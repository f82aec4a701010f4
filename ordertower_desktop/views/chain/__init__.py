"""The page of the alarm chains."""
