"""The door: settings, addresses, sign-in, worklist, base templates, command line."""
