"""Interruptions outside our window: one small protocol, a back end a system, a toaster that picks the one that works."""
