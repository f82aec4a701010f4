"""Acts on many orders: say before, show while, receipt after."""
