"""Leaflets in every format as poppler and pikepdf see them."""
