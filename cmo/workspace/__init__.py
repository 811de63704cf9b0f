"""What a user asks for, once: the command line, notebooks and editors call it."""
