"""Drafts: a machine's translation of what is empty, for a person to review."""
