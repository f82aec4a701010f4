"""The import wizard: choose a file, check its columns, see what would change, bring it in."""
