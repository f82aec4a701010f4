"""Fake shop platforms over real HTTP: each speaks its own protocol and checks everything that the real one checks."""
