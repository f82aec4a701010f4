"""The life of an order on one axis: a lane a system."""
