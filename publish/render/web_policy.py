"""A web page's content security policy: nothing but the page itself, its own style sheets by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re

from markupsafe import Markup

PLACEHOLDER = Markup("/*<content security policy>*/")
"""What a template writes into the `content` of its policy's `meta` element, for `with_policy` to fill.

No text of a page can be taken for it: there `<` is always escaped.
"""

_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
_LINKED = re.compile(r"<link\b[^>]*\brel=[\"']?stylesheet", re.IGNORECASE)


def with_policy(html: str) -> str:
    """The page with its policy in place of the placeholder; to be called when its style sheets are what they will be.

    Scripts, frames, plug-ins, forms, and whatever would have to be fetched are forbidden; so are style attributes and
    style sheets that are not the page's. Where it links to one, those of its own site are allowed, and their fonts
    (CSP Level 3; a policy in a `meta` element cannot forbid to be framed).

    >>> with_policy(f'<meta content="{PLACEHOLDER}"><style>p {{}}</style>')[15:98]
    "default-src 'none'; style-src 'sha256-SNJDlN1Iy2mnt7DOjQIyDb2LQE6O5PQiSZomcdzawQ4='"
    """
    if PLACEHOLDER not in html:
        return html
    hashes = [f"'sha256-{_digest(style)}'" for style in dict.fromkeys(_STYLE.findall(html))]
    own = ["'self'"] if _LINKED.search(html) else []
    directives = {
        "default-src": ["'none'"],
        "style-src": own + hashes or ["'none'"],
        "img-src": ["data:"],
        "font-src": [*own, "data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return html.replace(PLACEHOLDER, "; ".join(" ".join([name, *values]) for name, values in directives.items()), 1)


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
