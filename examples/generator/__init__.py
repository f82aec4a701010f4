"""A floor of invented orders and the files that its systems would export; nothing here is imported by the product or from it."""
