"""快递100: one place that asks all carriers, and calls back."""
