"""Catalogues: the .po files translators edit, read strictly, brought up to date, and written back with no byte changed
that need not change.
"""
