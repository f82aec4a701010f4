"""The knowledge base as the desk holds it."""
