"""The desk's memory: the only code that opens the desk's files."""
