"""Archives of packages, good and malicious; the models in them translate nothing."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Mapping
from typing import Any

PAYLOAD = random.Random(7).randbytes(300_000)
"""A model that cannot be made smaller, so that a part of an archive is really a part."""


def metadata(source: str = "en", target: str = "fr", version: str = "1.9", **more: Any) -> bytes:
    return json.dumps({"package_version": version, "from_code": source, "to_code": target, **more}).encode()


def content(
    source: str = "en", target: str = "fr", version: str = "1.9", model: bytes = PAYLOAD, top: str = ""
) -> dict[str, bytes]:
    """The files of a good package."""
    folder = top or f"translate-{source}_{target}-{version.replace('.', '_')}"
    return {
        f"{folder}/metadata.json": metadata(source, target, version),
        f"{folder}/model/model.bin": model,
        f"{folder}/model/config.json": b"{}",
        f"{folder}/sentencepiece.model": b"pieces",
        f"{folder}/README.md": b"About it",
    }


def archive(files: Mapping[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return buffer.getvalue()


def package(source: str = "en", target: str = "fr", version: str = "1.9", model: bytes = PAYLOAD) -> bytes:
    """The archive of a good package."""
    return archive(content(source, target, version, model))
