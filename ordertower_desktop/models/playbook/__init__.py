"""The templates of playbooks as their editor holds them."""
