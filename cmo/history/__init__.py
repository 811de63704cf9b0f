"""How a theory changes: review after a change of wording."""
