"""Makes the README's pictures anew, from copies of the publications: `.venv/bin/python .make/samples.py [FOLDER]`.

It needs what `make test` installs. Without FOLDER the pictures go to output/samples/. For the picture of the proof some
entries are accepted, one is emptied and a sentence of the article is edited, so that it shows every state.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "output/samples"
ARTICLE = "building-international-solidarity"
LIBRARY = ROOT / "tests/publications/library"

FRAME = (190, 190, 190)
LARGEST = 250_000
DPI = 220

ACCEPTED = ("In some countries, particularly", "And there has also been growing", "Mobilisation at the heart")
EMPTIED = "Astonishment gradually turned"
EDITED = ("In Israel, for a start, mobilisations have been", "In Israel, to begin with, mobilisations have stayed")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        article = copied(ROOT, Path(scratch, "article"))
        library = copied(LIBRARY, Path(scratch, "library"))
        publish(article, "build", "--locale", "fr", "--locale", "ja", "--format", "a4", "--format", "booklet")
        publish(library, "build", "--locale", "ar", "--format", "a4")
        pages = article / "output"
        save(page(pages / f"fr/{ARTICLE}.pdf", 1), folder / "french-a4.png", 900)
        save(page(library / "output/ar/tools.pdf", 1), folder / "arabic-a4.png", 900)
        booklet = pages / f"ja/{ARTICLE}-booklet.pdf"
        save(spread(page(booklet, 2), page(booklet, 3)), folder / "japanese-booklet.png", 1100)
        save(phone(pages / f"fr/{ARTICLE}.html"), folder / "french-phone.png", 780)
        review(article)
        publish(article, "proof", "fr")
        save(page(pages / f"fr/{ARTICLE}-proof.pdf", 2), folder / "french-proof.png", 1100)


def copied(publication: Path, copy: Path) -> Path:
    for name in ("seeds", "locales", "templates"):
        if (publication / name).is_dir():
            shutil.copytree(publication / name, copy / name, ignore=shutil.ignore_patterns(".cache"))
    shutil.copy(publication / "pyproject.toml", copy)
    return copy


def publish(publication: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "publish", "-C", str(publication), arguments[0], "--quiet", *arguments[1:]]
    subprocess.run(command, cwd=ROOT, check=True)


def review(article: Path) -> None:
    """Do what an editor and a reviewer do."""
    file = article / f"locales/fr/LC_MESSAGES/{ARTICLE}.po"
    catalogue = polib.pofile(str(file), wrapwidth=10_000)
    for entry in catalogue:
        if entry.msgid.startswith(ACCEPTED):
            entry.flags.remove("fuzzy")
        elif entry.msgid.startswith(EMPTIED):
            entry.msgstr = ""
            entry.flags.remove("fuzzy")
    catalogue.save()
    seed = next((article / "seeds").glob(f"{ARTICLE}.txt"))
    text = seed.read_text(encoding="utf-8")
    if EDITED[0] not in text:
        raise SystemExit(f"samples: the article has no “{EDITED[0]}” any more; name another sentence in {__file__}")
    seed.write_text(text.replace(*EDITED), encoding="utf-8")
    publish(article, "update")


def page(pdf: Path, number: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder, "page")
        options = ["-r", str(DPI), "-f", str(number), "-l", str(number), "-singlefile", "-png"]
        subprocess.run(["pdftoppm", *options, str(pdf), str(picture)], check=True)
        return Image.open(picture.with_suffix(".png")).convert("RGB")


def spread(left: Image.Image, right: Image.Image) -> Image.Image:
    both = Image.new("RGB", (left.width + 2 + right.width, left.height), FRAME)
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 2, 0))
    return both


def phone(web_page: Path) -> Image.Image:
    found = subprocess.run(["sh", ".make/setup", "browser"], cwd=ROOT, capture_output=True, text=True, check=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=found.stdout.strip(), args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
        )
        window = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        window.goto(web_page.as_uri())
        window.evaluate("document.fonts.ready")
        picture = Path(folder, "phone.png")
        window.screenshot(path=picture)
        browser.close()
        return Image.open(picture).convert("RGB")


def save(picture: Image.Image, file: Path, width: int) -> None:
    """Write the picture `width` pixels wide, with a thin frame, in as many colours as there is room for."""
    height = round(picture.height * width / picture.width)
    framed = Image.new("RGB", (width + 2, height + 2), FRAME)
    framed.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (1, 1))
    for colours in (96, 64, 32):
        # Not by how often colours occur: signs and headers of a few pixels would turn grey.
        by = Image.Quantize.MAXCOVERAGE
        framed.quantize(colours, by, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size < LARGEST:
            break
    print(f"{file.name}: {framed.width} × {framed.height}, {colours} colours, {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
