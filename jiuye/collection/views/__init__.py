"""Pages of the collection room."""
