"""What is on the glass: widgets that send signals out and keep no rows of their own."""
