"""A page with everything the tags have to cope with."""

from __future__ import annotations

import base64
import io

from PIL import Image


def _dot() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "black").save(stream, "png")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


DOT = _dot()

EVERYTHING = f"""\
<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Von allem etwas</title>
<meta name="author" content="Ada Example"><meta name="author" content="Ben Example &amp; Co.">
<meta name="description" content="Eine Seite, auf der alles vorkommt"><meta name="dcterms.rights" content="Frei">
<style>
@page {{ size: 90mm 120mm; margin: 14mm 10mm; marks: crop; bleed: 3mm;
  @top-center {{ content: "Laufender Titel" }}
  @bottom-center {{ content: "Seite " counter(page) }}
  @left-middle {{ content: "Entwurf"; transform: rotate(-55deg); color: #0002 }} }}
body {{ font: 9pt "Noto Serif"; hyphens: auto; text-align: justify }}
.footnote {{ float: footnote }} .footnote::footnote-call, .footnote::footnote-marker {{ content: none }}
.counted {{ float: footnote }} .line {{ display: block }} .u {{ text-decoration: underline }} h2 {{ background: #eee }}
.half {{ opacity: .5 }}
</style></head><body>
<header><h1>Von allem etwas</h1><p>Ein Vorspann mit <span lang="fr">quelques mots</span> darin.</p>
<figure><img alt="Ein Punkt" src="{DOT}"><figcaption>Bild: <em>Ada</em></figcaption></figure>
<p><img alt="" src="{DOT}">Daneben ein Schmuck.</p></header>
<main>
<h2>Was eine Fußnote hat<sup><a href="#note-1" id="marker-1" role="doc-noteref" aria-label="Anmerkung 1">1</a></sup
><span class="footnote" id="note-1" role="doc-footnote"><a class="number" href="#marker-1" role="doc-backlink">1</a>
 <span class="line">Der erste Absatz.</span><span class="line" lang="en">The second one, in English.</span></span></h2>
<p>Ein Absatz, in dem die Donaudampfschifffahrtsgesellschaft über das Zeilenende hinausragt<span class="counted">Eine
gezählte Fußnote.</span> und der <a href="https://example.org/">einen Verweis hat, der über mehr als eine Zeile geht und
<em>Betontes</em> enthält</a>. Dazu <strong lang="en">bold English <em>and slanted</em></strong>
<span class="u">Unterstrichenes</span> und <abbr title="zum Beispiel">z. B.</abbr> <code>Code</code>, ein
Arbeits-<br>lied und ein Nord-Süd-Gefälle, das sich beliebig lang hinziehen lässt,
wenn man nur will und genügend Wörter dafür hat.</p>
<h4>Eine Stufe zu tief</h4>
<ul><li>Eins<ul><li>Eins a</li></ul></li><li><p>Zwei</p><p>Zwei, zweiter Absatz</p></li></ul>
<ol><li>Erstens</li><li>Zweitens</li></ol>
<dl><dt>Wort</dt><dd>Seine Bedeutung</dd></dl>
<blockquote><p>Ein Zitat mit <q lang="es">otra cita</q>.</p></blockquote>
<pre dir="ltr"><code>x = 1
y = 2</code></pre>
<hr>
<table><caption>Eine Tafel</caption>
<thead><tr><th>Wort</th><th>Zahl</th></tr></thead>
<tbody>{"".join(f"<tr><th>Zeile {row}</th><td>{row}</td></tr>" for row in range(40))}
<tr><th></th><td></td></tr><tr><td colspan="2">Zusammen</td></tr></tbody></table>
<p class="half">Ein durchscheinender Absatz.</p>
<div>Loser Text <b>in einem Kasten</b><p>und ein Absatz.</p></div>
<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">
<title>Ein Kreis</title><circle cx="9" cy="9" r="8"/></svg>
<p lang="ja">日本語の段落です。</p>
</main></body></html>
"""

ARABIC = """\
<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>عنوان</title>
<style>@page { @bottom-center { content: counter(page) } } body { font: 12pt Amiri, "Noto Sans Arabic" }</style></head>
<body><h1>عنوان</h1><p>نص عربي قصير مع <span lang="en" dir="ltr">an English name</span> فيه.</p></body></html>
"""

HINDI = """\
<!doctype html><html lang="hi"><head><meta charset="utf-8"><title>शीर्षक</title>
<style>@page { @bottom-center { content: counter(page) } } body { font: 12pt "Noto Sans Devanagari" }</style></head>
<body><h1>शीर्षक</h1><p>हिन्दी में एक छोटा वाक्य किताबों के लिए।</p></body></html>
"""
