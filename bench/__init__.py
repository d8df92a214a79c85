"""Benches: the product beside the raw limit and a peer, interleaved in one run. Nothing here is imported by it."""
