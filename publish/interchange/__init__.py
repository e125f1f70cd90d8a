"""Catalogues handed out to translators' other tools, and their work taken back: XLIFF 1.2 and 2.0, and CSV."""
