"""Tryton: an ERP and warehouse that is spoken to by its own JSON-RPC."""
