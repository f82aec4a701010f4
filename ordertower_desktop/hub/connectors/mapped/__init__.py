"""Any system that speaks HTTP and JSON, told by a mapping file instead of code."""
