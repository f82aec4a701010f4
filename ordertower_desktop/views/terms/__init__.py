"""时限与日历: how long things may take, by whose hours, and what another answer would do to every clock at work."""
