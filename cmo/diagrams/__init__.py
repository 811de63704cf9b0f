"""Figures of a theory: views → DOT → SVG, PNG or PDF."""
