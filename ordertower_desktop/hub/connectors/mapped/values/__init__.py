"""From a row of another system to values of ours: expressions, templates, fields, status words."""
