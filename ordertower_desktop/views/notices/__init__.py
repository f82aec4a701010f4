"""The sheet of notices: by cause, with what became of every send and why it came to me."""
