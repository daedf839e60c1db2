"""How well searches find what they should, measured over a whole archive."""
