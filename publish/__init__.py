"""A multilingual publishing workflow: one article in, leaflets in many languages out."""

__version__ = "0.1.0"
