"""Questions about a whole theory and its evidence."""
