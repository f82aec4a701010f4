"""OrderTower Desktop: the order control tower of a customer-service floor."""
