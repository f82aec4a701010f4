"""The wall board: a few figures that can be read from the back of the room."""
