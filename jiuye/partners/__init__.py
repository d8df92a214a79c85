"""Five departments on loopback, for the demo and the tests: real HTTP servers with faults to inject.

They stand for other people's systems and were written from the contracts (docs/contracts), so they import lib only.
"""
