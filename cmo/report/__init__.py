"""Findings and coverage as text, Markdown, CSV and JSON; every output's escaping."""
