"""The change feed: writers leave documents, one sequencer numbers them, desks read them by number."""
