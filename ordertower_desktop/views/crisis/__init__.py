"""危机: level, response, action pack, money, clearing plan."""
