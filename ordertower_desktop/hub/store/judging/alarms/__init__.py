"""Alarms about groups of orders: looked for, shown, told and acted on."""
