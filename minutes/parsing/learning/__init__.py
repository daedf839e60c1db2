"""Learns the weights of zones from documents with answers, and compares the reading by weights with that by rules."""
