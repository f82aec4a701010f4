"""What the hub does by itself: each tick(hub, now) says how much it did."""
