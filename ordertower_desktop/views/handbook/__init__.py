"""The handbook inside the program: its chapters, and a page to read them without any network."""
