"""Fake places that know where parcels are, as strict as the real ones."""
