"""Reads a mapping file into frozen values; what is wrong is named with file, line, key and suggestion."""
