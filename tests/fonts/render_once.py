"""Prints and embeds one page, as a program of its own: `render_once.py FOLDER` writes page.pdf and page.html there."""

from __future__ import annotations

import sys
from pathlib import Path

from publish.render.fonts import font_css, web_font_css
from publish.render.pdf import PrintJob, pdf_of
from publish.render.recipe import Recipe
from publish.render.webfonts import PLACEHOLDER, with_fonts

PAGE = """<!doctype html><html lang="fr"><title>Une page</title><style>{fonts}
p {{ font-family: var(--serif) }} h1 {{ font-family: var(--sans) }}</style>
<h1>Solidarité</h1><p>Où ? <b>Difficile</b> et <i>façade</i>.</p>
<p lang="ja">国際<b>連帯</b>をつくる。</p><p lang="ar" dir="rtl">التضامن <b>الدولي</b></p></html>"""


def main(folder: Path) -> None:
    tags = ["fr", "ja", "ar"]
    printed = pdf_of(PrintJob(PAGE.format(fonts=font_css(tags)), Recipe())).pdf
    (folder / "page.pdf").write_bytes(printed)
    web = with_fonts(PAGE.format(fonts=str(PLACEHOLDER) + web_font_css(tags)), "fr", folder / "cache")
    (folder / "page.html").write_text(web, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
