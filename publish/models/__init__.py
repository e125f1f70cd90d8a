"""Argos Translate's packages fetched, examined, installed and removed; only what was asked for by name is fetched."""
