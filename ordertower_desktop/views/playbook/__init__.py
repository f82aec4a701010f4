"""The editor of the playbooks' templates."""
