"""The numbers that must come true, on the shipped demo as `make run` loads and plans it."""
