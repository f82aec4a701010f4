"""比率告警: the groups that rates watch, the one in hand day by day, and the orders behind it."""
