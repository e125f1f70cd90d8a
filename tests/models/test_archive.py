"""Archives, one for each rule that it breaks; whatever else bytes may be, they are a package or an error of ours."""

from __future__ import annotations

import contextlib
import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.engines.argos_packages import installed
from publish.errors import EngineError
from publish.models.archive import Archive, check_whole, examined, unpack

from .archives import PAYLOAD, archive, content, metadata, package

TOP = "translate-en_fr-1_9"


def entry(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def with_more(name: str | zipfile.ZipInfo, data: bytes = b"x") -> bytes:
    return archive({**content(), name: data})


def without(*names: str) -> bytes:
    return archive({name: data for name, data in content().items() if not name.endswith(names)})


def with_metadata(data: bytes) -> bytes:
    return archive({**content(), f"{TOP}/metadata.json": data})


def raw_name(name: bytes) -> bytes:
    """One file's name as no library would write it; as long as the one it stands for."""
    stand_in = b"x" * (len(name) - len(TOP) - 1)
    data = with_more(f"{TOP}/{stand_in.decode()}")
    assert data.count(TOP.encode() + b"/" + stand_in) == 2
    return data.replace(TOP.encode() + b"/" + stand_in, name)


def flagged(bit: int) -> bytes:
    """Every entry has that flag, in both places where an archive keeps flags."""
    data = bytearray(package())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            flags = struct.unpack_from("<H", data, start + offset)[0]
            struct.pack_into("<H", data, start + offset, flags | bit)
            start = data.find(signature, start + 4)
    return bytes(data)


def twice(name: str) -> bytes:
    buffer = io.BytesIO(package())
    with zipfile.ZipFile(buffer, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr(name, b"again")
    return buffer.getvalue()


def many_files() -> bytes:
    return archive({**content(), **{f"{TOP}/stanza/{number}": b"" for number in range(10_001)}})


def claims_to_unpack_to(size: int) -> bytes:
    """The model's size as the directory of the archive gives it."""
    data = bytearray(package())
    for signature, offset, name in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        start = data.find(signature)
        while start >= 0:
            if data[start + name :].startswith(f"{TOP}/model/model.bin".encode()):
                struct.pack_into("<I", data, start + offset, size)
            start = data.find(signature, start + 4)
    return bytes(data)


MALICIOUS: list[tuple[str, Callable[[], bytes], str]] = [
    ("two folders at the top", lambda: with_more("other/file"), "exactly one folder at its top"),
    ("a file at the top", lambda: with_more("file"), "exactly one folder at its top"),
    ("nothing in it", lambda: archive({}), "exactly one folder at its top"),
    ("no metadata", lambda: without("metadata.json"), "no metadata.json"),
    (
        "metadata deeper down",
        lambda: archive({f"a/{name}": data for name, data in content().items()}),
        "no metadata.json",
    ),
    ("metadata no JSON", lambda: with_metadata(b"{"), "metadata.json is not JSON"),
    ("metadata not UTF-8", lambda: with_metadata(b'{"a": "\xff"}'), "metadata.json is not JSON"),
    ("metadata nested without end", lambda: with_metadata(b"[" * 100_000), "metadata.json is not JSON"),
    ("metadata no object", lambda: with_metadata(b"[]"), "metadata.json is not an object"),
    ("metadata too big", lambda: with_metadata(b" " * 1_000_001), "metadata.json is far too big"),
    ("another type", lambda: with_metadata(metadata(type="sbd")), "no package for translation but of the type 'sbd'"),
    ("no language", lambda: with_metadata(b"{}"), "does not say which languages"),
    ("a language that is a path", lambda: with_metadata(metadata("..", "/etc")), "does not say which languages"),
    ("a language that is a number", lambda: with_metadata(b'{"from_code": 1, "to_code": 2}'), "does not say which"),
    ("no model", lambda: without("model/model.bin"), "no model/model.bin"),
    ("an empty model", lambda: archive({**content(), f"{TOP}/model/model.bin": b""}), "no model/model.bin"),
    ("no tokenizer", lambda: without("sentencepiece.model"), "no tokenizer (sentencepiece.model or bpe.model)"),
    ("a path from the root", lambda: with_more("/etc/passwd"), "a path from the root: '/etc/passwd'"),
    ("a path out of its folder", lambda: with_more(f"{TOP}/../../x"), "a path out of its folder"),
    ("a folder above", lambda: with_more("../x"), "a path out of its folder"),
    ("a backslash", lambda: with_more(f"{TOP}\\..\\x"), "a backslash"),
    ("a drive", lambda: with_more("C:/x"), "a colon, as drives have"),
    ("a stream beside a file", lambda: with_more(f"{TOP}/model:x"), "a colon"),
    ("an empty part", lambda: with_more(f"{TOP}//x"), "an empty part"),
    ("the folder itself", lambda: with_more(f"{TOP}/./x"), "an empty part"),
    ("a null character", lambda: raw_name(TOP.encode() + b"/metadata.json\0x"), "a control character"),
    ("a line break", lambda: with_more(f"{TOP}/a\nb"), "a control character"),
    ("a name too long", lambda: with_more(f"{TOP}/{'x' * 300}"), "too long a name"),
    ("a link", lambda: with_more(entry(f"{TOP}/link", stat.S_IFLNK | 0o777), b"/etc"), "a link or a device"),
    ("a device", lambda: with_more(entry(f"{TOP}/null", stat.S_IFCHR | 0o666)), "a link or a device"),
    ("a pipe", lambda: with_more(entry(f"{TOP}/pipe", stat.S_IFIFO | 0o666)), "a link or a device"),
    ("a link called a folder", lambda: with_more(entry(f"{TOP}/link/", stat.S_IFLNK | 0o777), b""), "a link or a"),
    ("a folder called a file", lambda: with_more(entry(f"{TOP}/x", stat.S_IFDIR | 0o755), b""), "a link or a device"),
    ("a folder with content", lambda: with_more(f"{TOP}/folder/", b"x"), "a folder with content"),
    ("a name twice", lambda: twice(f"{TOP}/metadata.json"), "two files of one name"),
    ("a name twice but for case", lambda: with_more(f"{TOP}/MODEL/model.BIN"), "two files of one name"),
    ("a folder twice but for case", lambda: with_more(f"{TOP}/Model/other"), "two files of one name"),
    (
        "a name in two Unicode forms",
        lambda: archive({**content(), f"{TOP}/\u00e9": b"", f"{TOP}/e\u0301": b""}),
        "one name",
    ),
    ("a file where a folder is", lambda: with_more(f"{TOP}/model"), "two files of one name"),
    ("a file as the top folder", lambda: with_more(TOP), "two files of one name"),
    ("encrypted", lambda: flagged(0x1), "it is encrypted"),
    ("strongly encrypted", lambda: flagged(0x40), "it is encrypted"),
    ("with its directory encrypted", lambda: flagged(0x2000), "it is encrypted"),
    ("too many files", many_files, "10006 files, more than any package needs"),
    ("too big", lambda: claims_to_unpack_to(4_200_000_000), "would swell from 0.3 MB to 4200 MB"),
    ("a bomb", lambda: claims_to_unpack_to(300_000_000), "would swell from 0.3 MB to 300 MB"),
    ("no zip archive", lambda: b"Not found", "no whole zip archive"),
    ("empty", lambda: b"", "no whole zip archive"),
    ("the end missing", lambda: package()[:-100], "no whole zip archive"),
]


@pytest.mark.parametrize(("made", "says"), [case[1:] for case in MALICIOUS], ids=[case[0] for case in MALICIOUS])
def test_a_malicious_archive_is_refused_in_one_line(tmp_path: Path, made: Callable[[], bytes], says: str) -> None:
    path = tmp_path / "bad.argosmodel"
    path.write_bytes(made())
    with pytest.raises(EngineError) as error:
        examined(path)
    assert says in error.value.message
    assert error.value.message.endswith("; get another copy of the package")
    assert error.value.file == str(path)
    assert len(str(error.value).splitlines()) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_good_archive(tmp_path: Path) -> None:
    path = tmp_path / "good.argosmodel"
    path.write_bytes(package())
    found = examined(path)
    size = sum(map(len, content().values()))
    assert found == Archive(path, TOP, "en", "fr", "1.9", size)
    assert (found.name, found.folder) == ("translate-en_fr", TOP)
    check_whole(found)
    unpack(found, tmp_path / "here", "unpacking")
    written = {
        f"{TOP}/{file.relative_to(tmp_path / 'here').as_posix()}": file.read_bytes()
        for file in (tmp_path / "here").rglob("*")
        if file.is_file()
    }
    assert written == content()


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (content(top="en_fr"), "Argos's older packages are named so"),
        ({name.replace("sentencepiece", "bpe"): data for name, data in content().items()}, "the other tokenizer"),
        ({f"{TOP}/": b"", f"{TOP}/model/": b"", **content()}, "folders listed for themselves"),
        ({**content(), f"{TOP}/stanza/en/tokenize.pt": b"x"}, "what Argos needs and we do not"),
        ({entry(name, stat.S_IFREG | 0o4777): data for name, data in content().items()}, "setuid and for all to write"),
    ],
)
def test_good_archives_of_other_kinds(tmp_path: Path, files: dict[str | zipfile.ZipInfo, bytes], reason: str) -> None:
    path = tmp_path / "good.argosmodel"
    path.write_bytes(archive(files))
    (tmp_path / "packages").mkdir()
    unpack(examined(path), tmp_path / "packages" / "it", "unpacking")
    assert [package.name for package in installed(tmp_path / "packages")[0]] == ["translate-en_fr"]
    assert {file.stat().st_mode & 0o7111 for file in (tmp_path / "packages").rglob("*") if file.is_file()} == {0}


@pytest.mark.parametrize(
    ("version", "folder"),
    [
        ("1.9", "translate-en_fr-1_9"),
        ("", "translate-en_fr"),
        ("1.9+a-b", "translate-en_fr-1_9_a_b"),
        ("1" * 40, "translate-en_fr-" + "1" * 40),
        ("../../x", "translate-en_fr"),
        ("1" * 41, "translate-en_fr"),
        (None, "translate-en_fr"),
    ],
)
def test_the_folder_is_named_by_us(tmp_path: Path, version: Any, folder: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(with_metadata(metadata(version=version)))
    assert examined(path).folder == folder


def test_a_wrong_byte_is_found_by_both_ways_to_read_it(tmp_path: Path) -> None:
    path = tmp_path / "damaged.argosmodel"
    data = bytearray(package())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    found = examined(path)
    with pytest.raises(EngineError, match="no whole zip archive"):
        check_whole(found)
    with pytest.raises(EngineError, match="no whole zip archive"):
        unpack(found, tmp_path / "here", "unpacking")


def test_no_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 20_000_000

    path = tmp_path / "good.argosmodel"
    path.write_bytes(package())
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    with pytest.raises(EngineError, match=r"translate-en_fr takes 0\.3 MB here and 20 MB are free; make room"):
        unpack(examined(path), tmp_path / "here", "unpacking")
    assert not (tmp_path / "here").exists()


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = tmp_path / "good.argosmodel"
    path.write_bytes(package(model=PAYLOAD * 15))
    unpack(
        examined(path), tmp_path / "here", "unpacking", lambda _what, done, total, _note="": told.append((done, total))
    )
    assert told == sorted(told)
    assert told[-1] == (4, 4)


SMALL = package(model=b"model" * 20)


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=4), st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_damaged_there_is_a_package_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    damaged = bytearray(SMALL)
    for place, value in changes:
        damaged[place] = value
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(0, len(damaged))) :]
    path = folder / "a"
    path.write_bytes(damaged)
    (folder / "in").mkdir()
    with contextlib.suppress(EngineError):
        unpack(examined(path), folder / "in" / "x", "unpacking")
    assert {entry.name for entry in folder.iterdir()} == {"a", "in"}
    assert {entry.name for entry in (folder / "in").iterdir()} <= {"x"}
