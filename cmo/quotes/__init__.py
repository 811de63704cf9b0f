"""Verbatim excerpts, looked up in the texts of their documents."""
