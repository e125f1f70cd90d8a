"""How XML from programs we do not know is parsed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PARSER_OPTIONS: Mapping[str, bool] = MappingProxyType(
    {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "huge_tree": False,
        "remove_comments": True,
        "remove_pis": True,
    }
)
"""For lxml's parsers: without entities, a network, document types, endless texts, comments and instructions."""
