"""What a web page has around an article: menus, tag clouds, sharing buttons, comment boxes.

Only the page's first and last lines are ever taken for furniture, and only if a table here knows them: a line in the
middle of the text stays, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from publish.readers._lines import Chunk, Line, chunks_of, trimmed
from publish.readers._words import Words, alternatives, union

_LINES: Words = {
    "en": (
        *("skip to content", "skip to main content", "skip to navigation", "menu", "main menu", "search", "home"),
        *("log in", "login", "sign in", "sign up", "register", "subscribe", "subscribe now", "donate", "donate now"),
        *("share", "share this", "share this article", "share this page", "share this post", "share on", "like this"),
        *("join the discussion", "join the conversation", "leave a comment", "leave a reply", "post a comment"),
        *("add a comment", "cancel reply", "comments", "no comments", "no comments yet", "comments are closed"),
        *("print", "print this page", "email", "email this", "read more", "load more", "back to top", "newsletter"),
        *("privacy policy", "cookie policy", "terms of use", "contact", "contact us", "about us", "advertisement"),
        *("accept", "accept all", "accept all cookies", "reject all", "manage cookies", "cookie settings", "copy link"),
        *("previous", "next", "previous post", "next post", "previous article", "next article", "all rights reserved"),
        *("save my name, email, and website in this browser for the next time i comment", "post comment"),
        *("listen to this article", "listen to this story", "watch", "email address", "your email"),
        *("your email address will not be published", "required fields are marked *", "follow us", "support us"),
    ),
    "fr": (
        *("aller au contenu", "menu", "rechercher", "recherche", "accueil", "connexion", "s’abonner", "abonnez-vous"),
        *("partager", "partager cet article", "partagez", "laisser un commentaire", "commentaires", "imprimer"),
        *("article précédent", "article suivant", "mentions légales", "tous droits réservés", "faire un don"),
        *("tout accepter", "tout refuser", "lire la suite", "haut de page", "nous contacter", "annuler la réponse"),
    ),
    "es": (
        *("saltar al contenido", "ir al contenido", "menú", "buscar", "inicio", "iniciar sesión", "suscríbete"),
        *("compartir", "comparte", "comparte este artículo", "deja un comentario", "deja una respuesta", "comentarios"),
        *("imprimir", "entrada anterior", "entrada siguiente", "aviso legal", "todos los derechos reservados"),
        *("aceptar todo", "aceptar todas", "rechazar todo", "leer más", "contacto", "cancelar la respuesta"),
    ),
    "de": (
        *("zum inhalt springen", "zum inhalt", "menü", "suche", "suchen", "startseite", "anmelden", "abonnieren"),
        *("teilen", "artikel teilen", "beitrag teilen", "schreibe einen kommentar", "kommentar hinterlassen"),
        *("kommentare", "drucken", "vorheriger beitrag", "nächster beitrag", "impressum", "datenschutz", "spenden"),
        *("alle akzeptieren", "alle ablehnen", "alle rechte vorbehalten", "weiterlesen", "nach oben", "kontakt"),
    ),
    "ja": (
        *(
            "コンテンツへスキップ",
            "本文へ移動",
            "メニュー",
            "検索",
            "ホーム",
            "ログイン",
            "購読する",
            "会員登録",
            "シェア",
        ),
        *(
            "シェアする",
            "この記事をシェア",
            "この記事をシェアする",
            "コメントを残す",
            "コメントする",
            "コメント",
            "印刷",
        ),
        *(
            "前の記事",
            "次の記事",
            "お問い合わせ",
            "プライバシーポリシー",
            "トップへ戻る",
            "ページトップへ",
            "続きを読む",
        ),
    ),
    "pt": ("ir para o conteúdo", "partilhar", "compartilhar", "deixe um comentário", "pesquisar", "início", "imprimir"),
    "it": ("vai al contenuto", "condividi", "lascia un commento", "cerca", "stampa", "accedi", "iscriviti"),
    "nl": ("ga naar de inhoud", "delen", "deel dit artikel", "reageer", "zoeken", "afdrukken", "abonneren"),
}

# Headings of lists of other articles: everything short below them, to the page's end, goes with them.
_LIST_HEADINGS: Words = {
    "en": (
        *("related posts", "related articles", "related", "read next", "you may also like", "more from this author"),
        *("recent posts", "most read", "most popular", "latest news", "see also on this site", "categories", "tags"),
    ),
    "fr": ("articles similaires", "articles liés", "à lire aussi", "sur le même sujet", "les plus lus", "catégories"),
    "es": ("artículos relacionados", "entradas relacionadas", "te puede interesar", "lo más leído", "categorías"),
    "de": (
        *("ähnliche beiträge", "ähnliche artikel", "verwandte artikel", "das könnte sie auch interessieren"),
        *("mehr zum thema", "meistgelesen", "kategorien"),
    ),
    "ja": ("関連記事", "おすすめ記事", "人気記事", "最新記事", "カテゴリー"),
    "pt": ("artigos relacionados", "leia também"),
    "it": ("articoli correlati", "leggi anche"),
    "nl": ("gerelateerde artikelen", "lees ook"),
}

_NETWORKS = [
    "facebook",
    "twitter",
    "x",
    "whatsapp",
    "email",
    "e-mail",
    "linkedin",
    "reddit",
    "telegram",
    "mastodon",
    "bluesky",
    "pinterest",
    "pocket",
    "print",
    "copy",
    "link",
    "share",
    "tweet",
    "pin",
    "messenger",
    "threads",
    "instagram",
    "youtube",
    "rss",
    "line",
    "hatena",
    "sms",
    "mail",
    "courriel",
]

_NAMES = alternatives([*_NETWORKS, "copy link"])

_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Tag clouds: "Art (46) Books (106) …", five or more names with how often each occurs.
        r"(?:[^()\n]{1,60}[(（]\d{1,6}[)）][\s,;|·、]*+){5,}",
        # Where the page stands in the site: "Home > News > Local", "You are here: …".
        r"(?:home|accueil|inicio|startseite|start|início|トップ|ホーム)\s*[>»›/→|].{1,120}",
        r"(?:you are here|vous êtes ici|estás aquí|sie sind hier|現在位置|現在地)\s*[:：].{1,120}",
        # Menus: three or more short names between bars.
        r"(?:[^|.!?]{1,27}\|){3,}[^|.!?]{1,27}",
        # Cookie notices.
        r"(?:we use cookies|this (?:web)?site uses cookies|(?:nous utilisons|ce site utilise) des cookies"
        r"|(?:utilizamos|este sitio (?:web )?(?:usa|utiliza)) cookies|(?:wir verwenden|diese (?:web)?seite verwendet)"
        r" cookies|このサイトはクッキー|当サイトではクッキー|当サイトではcookie).{0,500}",
        # Sharing.
        rf"(?:share (?:this )?(?:article |page |post |story )?(?:on|via|with)|partager sur|compartir en|teilen auf)"
        rf"\s(?:{_NAMES}|friends|.{{0,12}} \((?:opens|s.ouvre|se abre|öffnet|wird).{{1,60}})",
        rf"auf (?:{_NAMES}) teilen.{{0,40}}",
        rf"(?:(?:share|partager|compartir|teilen|シェア)[\s:：]*)?(?:(?:{_NAMES})[\s,|·•/]*){{2,}}",
        rf"(?:{_NAMES})",
        # Comments, reading time, tags, neighbours, copyright.
        r"(?:comments|commentaires|comentarios|kommentare|コメント)\s*[(（:：]\s*\d+\s*[)）]?",
        r"\d+ (?:comments?|commentaires?|comentarios?|kommentare?|replies|shares|views)",
        r"(?:reading time:?\s*)?\d+\s?min(?:ute)?s?\.? ?(?:read|de lecture|de lectura|lesezeit)?"
        r"|temps de lecture.{1,30}|tiempo de lectura.{1,30}|lesezeit.{1,30}",
        r"(?:tags?|tagged|filed under|posted in|categories|category|étiquettes|catégories?|etiquetas|categorías?"
        r"|schlagwörter|schlagworte|kategorien?|タグ|カテゴリー)\s*[:：].{1,200}",
        r"(?:previous|next|précédent|suivant|anterior|siguiente|zurück|weiter)\s*(?:post|article)?\s*[:：→←»«].{0,120}",
        r"[←→‹›]\s*\S.{0,100}|.{1,100}\s[→›]",
        r"(?:©|\(c\)|copyright)\s.{0,120}|powered by .{1,60}|proudly powered by .{1,60}",
        r"(?:subscribe|sign up) (?:to|for) (?:our|the) .{1,80}|(?:abonnez-vous|inscrivez-vous) à .{1,80}"
        r"|suscríbete a .{1,80}|newsletter abonnieren.{0,60}",
        r"you must be logged in to .{1,60}|your email address will not be published\..{0,60}",
    )
]

_KNOWN, _KNOWN_HEADINGS = union(_LINES), union(_LIST_HEADINGS)
_DECORATION = re.compile(r"^[\W_]+|[\W_]+$")


def is_furniture(text: str) -> bool:
    """Whether a line, if it stands at the edge of a page, is the site's and not the article's.

    >>> is_furniture("Join the discussion"), is_furniture("The discussion")
    (True, False)
    """
    return _bare(text) in _KNOWN | _KNOWN_HEADINGS or any(pattern.fullmatch(text) for pattern in _PATTERNS)


def _bare(text: str) -> str:
    return _DECORATION.sub("", trimmed(text)).lower().replace("'", "’")


def without_furniture(lines: Sequence[Line], title: str = "") -> tuple[list[Line], list[Line]]:
    """The page's lines without the furniture at both ends, and the lines left out; `title` is known not to be any."""
    chunks = chunks_of(lines)
    dropped: set[int] = set()
    for ordered in (chunks, chunks[::-1]):
        backwards = ordered is not chunks
        for chunk in ordered:
            taken = [] if any(line.text == title for line in chunk.lines) else _taken(chunk, backwards)
            dropped.update(line.number for line in taken)
            if len(taken) < len(chunk.lines):
                break
        if backwards:
            dropped.update(line.number for line in _lists_of_articles(chunks, dropped))
    return (
        [line for line in lines if line.number not in dropped],
        [line for line in lines if line.number in dropped],
    )


def _taken(chunk: Chunk, backwards: bool) -> list[Line]:
    if len(chunk.lines) <= 5 and is_furniture(" ".join(line.text for line in chunk.lines)):
        return list(chunk.lines)
    if len(chunk.lines) >= 3 and all(re.fullmatch(r"[^()]{1,40}\(\d{1,6}\)", line.text) for line in chunk.lines):
        return list(chunk.lines)
    taken = []
    for line in reversed(chunk.lines) if backwards else chunk.lines:
        if not is_furniture(line.text):
            break
        taken.append(line)
    return taken


def _lists_of_articles(chunks: Sequence[Chunk], dropped: Iterable[int]) -> list[Line]:
    """The short lines from a heading such as "Related posts" to the page's end."""
    gone = frozenset(dropped)
    lines = [line for chunk in chunks for line in chunk.lines if line.number not in gone]
    for index in range(len(lines) - 1, max(0, len(lines) // 2, len(lines) - 25), -1):
        text = lines[index].text
        if _bare(text) in _KNOWN_HEADINGS:
            return lines[index:] if all(_is_title(line.text) for line in lines[index + 1 :]) else []
        if not _is_title(text):
            return []
    return []


def _is_title(text: str) -> bool:
    return len(text) <= 150 and not re.search(r"[.:;,…。、]$", text) and not re.match(r"[\[(*†]|\d+[.)\s]", text)
