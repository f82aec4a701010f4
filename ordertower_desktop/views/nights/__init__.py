"""夜间对账: what shops were told, held against what they show, night by night."""
