"""Theory files: reading with places and findings, and writing without loss."""
