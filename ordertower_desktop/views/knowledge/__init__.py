"""The knowledge base: found, read, and written from a case."""
