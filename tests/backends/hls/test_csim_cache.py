"""The cache of csim, with headers and libraries small enough for seconds; firmware_tests/test_csim.py has real ones."""

import os
from pathlib import Path

import pytest

from codesign.backends.hls import csim_cache

SEAL = "headers.h.gch.sha256"
COMMAND = ("g++", "-O1", "-fPIC", "-w", "-Ifirmware", "-Ifirmware/ap_types")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "codesign" / "csim"


@pytest.fixture
def project(tmp_path):
    """A folder with the includes of a project."""

    def make(name="one", **changed):
        files = {
            "tagger.cpp": '#include "ap_int.h"\n#include "parameters.h"\n',
            "parameters.h": '#include "nnet_utils/nnet_code_gen.h"\n#include "nnet_utils/nnet_dense.h"\n',
            "ap_types/ap_int.h": "#ifndef A\n#define A\nstruct ap_int {};\n#endif\n",
            "nnet_utils/nnet_dense.h": "#ifndef D\n#define D\n#include <cstddef>\nsize_t dense();\n#endif\n",
            "nnet_utils/nnet_code_gen.h": "int of_this_design();\n",
        }
        for path, text in (files | {key.replace("__", "/"): text for key, text in changed.items()}).items():
            file = tmp_path / name / "firmware" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return tmp_path / name

    return make


def headers(folder, *extra):
    include, header = csim_cache.options(folder, (*COMMAND, *extra))
    assert include == "-include"
    return Path(header)


def test_the_headers_that_designs_share_are_precompiled(project, cache):
    header = headers(project())
    assert header.read_text() == '#include "nnet_utils/nnet_dense.h"\n#include "ap_int.h"\n'
    assert sorted(cache.glob("headers/*/*")) == [header.with_name(n) for n in ("headers.h", "headers.h.gch", SEAL)]


def test_designs_with_the_same_headers_share_them(project):
    header = headers(project())
    inode = header.with_suffix(".h.gch").stat().st_ino
    assert headers(project("other", **{"nnet_utils__nnet_code_gen.h": "int of_another();\n"})) == header
    assert header.with_suffix(".h.gch").stat().st_ino == inode


def test_other_headers_options_or_includes_get_their_own(project):
    paths = {
        headers(project()),
        headers(project(), "-O0"),
        headers(project("header", **{"ap_types__ap_int.h": "struct ap_int {int v;};\n"})),
        headers(project("deeper", **{"ap_types__etc__ap_private.h": "\n"})),
        headers(project("include", **{"tagger.cpp": "#include <array>\n"})),
    }
    assert len(paths) == 5


def test_headers_that_do_not_compile_are_left_to_the_compilation(project, cache):
    assert csim_cache.options(project(**{"ap_types__ap_int.h": "no C++\n"}), COMMAND) == []
    assert not list(cache.glob("headers/*/*.gch"))


def test_a_library_is_found_again_under_its_key_only(tmp_path):
    (tmp_path / "a.so").write_bytes(b"library")
    assert not csim_cache.fetch("key", "g++", tmp_path / "b.so")
    csim_cache.keep("key", "g++", tmp_path / "a.so")
    assert not csim_cache.fetch("another", "g++", tmp_path / "b.so")
    assert not (tmp_path / "b.so").exists()
    assert csim_cache.fetch("key", "g++", tmp_path / "b.so")
    assert (tmp_path / "b.so").read_bytes() == b"library"


@pytest.mark.parametrize("damage", [b"", b"libr", b"Library"])
def test_a_library_that_was_cut_off_is_not_handed_out_and_is_kept_anew(damage, tmp_path, cache):
    (tmp_path / "a.so").write_bytes(b"library")
    csim_cache.keep("key", "g++", tmp_path / "a.so")
    (stored,) = cache.glob("libraries/*.so")
    stored.write_bytes(damage)
    assert not csim_cache.fetch("key", "g++", tmp_path / "b.so")
    assert not (tmp_path / "b.so").exists()
    csim_cache.keep("key", "g++", tmp_path / "a.so")
    assert csim_cache.fetch("key", "g++", tmp_path / "b.so")


@pytest.mark.parametrize("lost", [1, 1000, None])
def test_precompiled_headers_that_were_cut_off_are_made_again(lost, project):
    compiled = headers(project()).with_suffix(".h.gch")
    whole = compiled.read_bytes()
    compiled.write_bytes(whole[:-lost] if lost else b"")
    assert headers(project()).with_suffix(".h.gch") == compiled
    assert compiled.stat().st_size > 0.9 * len(whole)
    inode = compiled.stat().st_ino
    headers(project())
    assert compiled.stat().st_ino == inode


def test_another_compiler_has_other_libraries(tmp_path, monkeypatch):
    (tmp_path / "a.so").write_bytes(b"library")
    csim_cache.keep("key", "g++", tmp_path / "a.so")
    monkeypatch.setattr(csim_cache, "compiler", lambda program: "g++ 99")
    assert not csim_cache.fetch("key", "g++", tmp_path / "b.so")


def test_the_oldest_are_dropped(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(csim_cache, "LIBRARIES", 2)
    (tmp_path / "a.so").write_bytes(b"library")
    for key in ("one", "two"):
        csim_cache.keep(key, "g++", tmp_path / "a.so")
    for path in cache.glob("libraries/*"):
        os.utime(path, (0, 0))
    assert csim_cache.fetch("one", "g++", tmp_path / "b.so")  # which makes it the younger
    csim_cache.keep("three", "g++", tmp_path / "a.so")
    fetched = {key: csim_cache.fetch(key, "g++", tmp_path / "b.so") for key in ("one", "two", "three")}
    assert fetched == {"one": True, "two": False, "three": True}


def test_a_cache_that_cannot_be_written_costs_only_time(project, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert csim_cache.options(project(), COMMAND) == []
    csim_cache.keep("key", "g++", tmp_path / "file")
    assert not csim_cache.fetch("key", "g++", tmp_path / "b.so")


def test_a_compiler_that_is_not_there_is_an_error(project):
    with pytest.raises(FileNotFoundError):
        csim_cache.options(project(), ("no-such-compiler",))
