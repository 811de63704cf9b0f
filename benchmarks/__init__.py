"""Synthetic theories of any size, and what it takes to check them."""
