"""The order page: one order, whole."""
