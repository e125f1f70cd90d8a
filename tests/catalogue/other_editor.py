"""Another program that saves a catalogue in the ways editors do.

As a process of its own it loads the file, then saves it once for each line that it reads (manner, seconds to wait and
word, with tabs between), and answers when it has.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

MANNERS = ("rename", "in place", "slowly in place", "held open", "over a backup", "twice")


def save(path: Path, manner: str, loaded: bytes, word: str) -> None:
    """Save what was loaded with this word besides, whatever the file holds by then."""
    content = with_word(loaded, word)
    match manner:
        case "rename":
            new = path.with_suffix(".new")
            new.write_bytes(content)
            new.replace(path)
        case "in place":
            path.write_bytes(content)
        case "slowly in place":
            with path.open("wb", buffering=0) as file:
                for start in range(0, len(content), len(content) // 4):
                    time.sleep(0.003)
                    file.write(content[start : start + len(content) // 4])
        case "held open":
            with path.open("ab", buffering=0) as file:
                time.sleep(0.03)
                file.truncate(0)
                file.write(content)
        case "over a backup":
            with suppress(FileNotFoundError):
                path.replace(path.with_suffix(".po.bak"))
            path.write_bytes(content)
        case "twice":
            save(path, "in place", loaded, f"not yet {word}")
            time.sleep(0.003)
            save(path, "rename", loaded, word)


def with_word(content: bytes, word: str) -> bytes:
    """A catalogue with the editor's entry at its end."""
    return content + f'\nmsgid "theirs"\nmsgstr "{word}"\n'.encode()


def main() -> None:
    path = Path(sys.argv[1])
    loaded = path.read_bytes()
    print("loaded", flush=True)
    for line in sys.stdin:
        manner, wait, word = line.rstrip("\n").split("\t")
        time.sleep(float(wait))
        save(path, manner, loaded, word)
        print("saved", flush=True)


if __name__ == "__main__":
    main()
