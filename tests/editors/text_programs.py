"""Programs without windows: GNU gettext's tools, Emacs' po-mode in batch, OmegaT in console mode."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from edited_article import Edit

from publish.catalogue.strings import escaped

_PO_MODE = "/usr/share/emacs/site-lisp/elpa-src/po-mode-0.21"

# The name of the saved file, its language, and the command.
GNU: dict[str, tuple[str, list[str]]] = {
    "msgcat": ("fr", ["msgcat", "-"]),
    "msgcat-no-wrap": ("fr", ["msgcat", "--no-wrap", "-"]),
    "msgcat-40": ("ja", ["msgcat", "--width=40", "-"]),
    "msgcat-sorted": ("ja", ["msgcat", "--sort-output", "-"]),
    "msgcat-indent": ("fr", ["msgcat", "--indent", "-"]),
    "msgcat-strict": ("fr", ["msgcat", "--strict", "-"]),
    "msgcat-escape": ("fr", ["msgcat", "--escape", "-"]),
    "msgcat-file-only": ("fr", ["msgcat", "--add-location=file", "-"]),
    "msgattrib-clear-previous": ("fr", ["msgattrib", "--clear-previous", "-"]),
    "msgattrib-set-fuzzy": ("ja", ["msgattrib", "--set-fuzzy", "-"]),
    "msgfilter": ("fr", ["msgfilter", "cat"]),
    "msgmerge-previous": ("fr", ["msgmerge", "--quiet", "--previous", "-", "article.pot"]),
    "msgmerge": ("ja", ["msgmerge", "--quiet", "-", "article.pot"]),
    "msgconv-iso-8859-1": ("es", ["msgconv", "--to-code=ISO-8859-1", "-"]),
    "msgconv-cp1252": ("fr", ["msgconv", "--to-code=CP1252", "-"]),
    "msgconv-shift-jis": ("ja", ["msgconv", "--to-code=SHIFT_JIS", "-"]),
    "msgconv-euc-jp": ("ja", ["msgconv", "--to-code=EUC-JP", "-"]),
}


def gnu(command: list[str], catalogue: bytes, template: bytes) -> bytes:
    """What one of GNU gettext's tools writes, the template standing beside it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "article.pot").write_bytes(template)
        result = subprocess.run(command, input=catalogue, cwd=folder, capture_output=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)}: {result.stderr.decode()}")
    return result.stdout


def emacs(path: Path, tag: str, edit: Edit) -> None:
    """Let po-mode edit the file by the commands that its keys call (edit.el)."""
    what = {
        "HOME": str(path.parent),
        "EDITED_FILE": str(path),
        "ACCEPTED_SOURCE": escaped(edit.accepted),
        "EDITED_SOURCE": escaped(edit.translated),
        "EDITED_TEXT": edit.text,
        "LC_ALL": "C.UTF-8",
    }
    script = str(Path(__file__).with_name("edit.el"))
    command = ["emacs", "--batch", "--quick", "--directory", _PO_MODE, "--load", script]
    subprocess.run(command, env=os.environ | what, check=True, capture_output=True)


def omegat(path: Path, tag: str, edit: Edit) -> None:
    """Let OmegaT make the target file of a project in which the new sentence has been translated."""
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "project"
        for folder in ("source", "target", "omegat", "tm", "glossary", "dictionary"):
            (project / folder).mkdir(parents=True)
        (project / "source" / path.name).write_bytes(path.read_bytes())
        (project / "omegat.project").write_text(_PROJECT.format(tag=tag), encoding="utf-8")
        pair = _MEMORY.format(tag=tag, source=escape(edit.translated), target=escape(edit.text))
        (project / "omegat" / "project_save.tmx").write_text(pair, encoding="utf-8")
        command = ["omegat", str(project), "--mode=console-translate", f"--config-dir={name}/settings"]
        result = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"HOME": name})
        target = project / "target" / path.name
        if not target.exists():
            raise SystemExit(f"OmegaT has written nothing: {result.stdout} {result.stderr}")
        path.write_bytes(target.read_bytes())


_PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
    <project version="1.0">
        <source_dir>__DEFAULT__</source_dir>
        <source_dir_excludes/>
        <target_dir>__DEFAULT__</target_dir>
        <tm_dir>__DEFAULT__</tm_dir>
        <glossary_dir>__DEFAULT__</glossary_dir>
        <glossary_file>__DEFAULT__</glossary_file>
        <dictionary_dir>__DEFAULT__</dictionary_dir>
        <source_lang>en</source_lang>
        <target_lang>{tag}</target_lang>
        <source_tok>org.omegat.tokenizer.DefaultTokenizer</source_tok>
        <target_tok>org.omegat.tokenizer.DefaultTokenizer</target_tok>
        <sentence_seg>false</sentence_seg>
        <support_default_translations>true</support_default_translations>
        <remove_tags>false</remove_tags>
    </project>
</omegat>
"""

_MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.1">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext" creationtoolversion="3.6"
    segtype="paragraph" srclang="en"/>
  <body>
    <tu>
      <tuv lang="en"><seg>{source}</seg></tuv>
      <tuv lang="{tag}"><seg>{target}</seg></tuv>
    </tu>
  </body>
</tmx>
"""
