"""Peers: each written once, the natural way its own manual shows, and left alone."""
