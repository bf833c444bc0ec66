"""A file of a run that was cut off, edited or written by another version is named, with what makes it again."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign.backends.hls_project import FILE, HlsProject
from codesign.errors import BackendError, NetError, RunError
from codesign.fixednet import FixedNet
from codesign.records import read_arrays, read_json, read_record
from codesign.report import assemble
from codesign.run import Run

from .fake_runs import fake_jets, fake_sweep
from .test_cli import run as codesign_run


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    sweep = fake_sweep(tmp_path_factory.mktemp("sweep"), fake_jets(tmp_path_factory.mktemp("jets")))
    return next(path.parent for path in sorted(sweep.glob("*/verdict.json")))


@pytest.fixture
def folder(finished, tmp_path):
    return shutil.copytree(finished, tmp_path / "run")


def edited(folder, name, *keys, to):
    data = json.loads((folder / name).read_text())
    inner = data
    for key in keys[:-1]:
        inner = inner[key]
    if to is KeyError:
        del inner[keys[-1]]
    else:
        inner[keys[-1]] = to
    (folder / name).write_text(json.dumps(data))


@pytest.mark.parametrize(
    ("name", "keys", "to", "said"),
    [
        ("estimate.json", ("usage", "lut"), 3, "usage"),
        ("estimate.json", ("usage", "lut", "value"), [1], "usage"),
        ("estimate.json", ("usage", "lut", "value"), -1, "usage"),
        ("estimate.json", ("usage", "lut"), KeyError, "usage"),
        ("estimate.json", ("timing",), "x", "timing: Input should be an object"),
        ("history.json", ("epochs", 0, "loss"), KeyError, "epochs.0.loss: Field required"),
        ("history.json", ("epochs",), 7, "epochs: Input should be a valid array, found 7"),
        ("metrics.json", ("score", "value"), "high", "score.value: Input should be a valid number, found 'high'"),
        ("metrics.json", ("score",), KeyError, "score: Field required"),
        ("verdict.json", ("budget",), KeyError, "budget: Field required"),
        ("versions.json", ("numpy",), 2, "numpy: Input should be a valid string, found 2"),
    ],
)
def test_a_wrong_value_is_named_with_its_file_and_its_verb(name, keys, to, said, folder, monkeypatch, capsys):
    edited(folder, name, *keys, to=to)
    with pytest.raises(RunError) as error:
        assemble(Run.open(folder))
    assert f"{folder / name} is broken: " in str(error.value)
    assert said in str(error.value)
    assert "; remove it and run `codesign " in str(error.value)
    code, printed = codesign_run(monkeypatch, capsys, "report", folder)
    assert code == 3
    assert str(error.value) in printed.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"3", "it holds a number, not an object"),
        (b"[]", "it holds a list"),
        (b"null", "it holds null"),
        (b"", "not JSON"),
        (b'{"a": 1', "not JSON"),
        (b'{"a": NaN}', "NaN is not a finite number"),
        (b'{"a": Infinity}', "Infinity is not a finite number"),
        (b'{"a": "\xff"}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_what_is_no_object_is_named(content, said, tmp_path):
    path = tmp_path / "any.json"
    path.write_bytes(content)
    with pytest.raises(RunError, match=rf"any\.json is broken: .*{said}.*; remove it and run `codesign x`") as error:
        read_json(path, "codesign x")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", ["3", '{"net": []}', "{"])
@pytest.mark.parametrize("name", ["agreement.json", "estimate.json", "metrics.json", "verdict.json", "cosim.json"])
@pytest.mark.parametrize("verb", ["check", "estimate"])
def test_no_verb_meets_a_traceback(verb, name, content, folder, monkeypatch, capsys):
    (folder / name).write_text(content)
    code, printed = codesign_run(monkeypatch, capsys, verb, folder)
    assert "Traceback" not in printed.err
    assert code in (None, 0, 2) or (code == 3 and str(folder) in printed.err)


def test_a_record_of_the_hls_project_that_is_none_is_named(folder, monkeypatch, capsys):
    (folder / "hls").mkdir(exist_ok=True)
    for content in ("3", "[]", '{"format": 1}', '{"format": 1, "tensors": {"a": 1}}'):
        (folder / "hls" / FILE).write_text(content)
        with pytest.raises(BackendError, match=f"{FILE}: .*; convert the net again"):
            HlsProject.load(folder / "hls")
    (folder / "hls" / FILE).write_text("3")
    for verb in ("convert", "csim", "report"):
        code, printed = codesign_run(monkeypatch, capsys, verb, folder)
        assert code == 3
        assert f"{folder / 'hls' / FILE} is broken: it holds a number" in printed.err


@pytest.mark.parametrize("key", ["graph", "types", "weight_types", "format"])
@pytest.mark.parametrize("value", [None, 3, [], {}, {"a": 1}, "x"])
def test_a_net_that_is_none_is_named(key, value, folder):
    edited(folder, "net.json", key, to=value)
    with pytest.raises(NetError, match=r"net\.json: .*freeze the model again"):
        FixedNet.load(folder)


def test_a_net_without_an_array_is_named(folder):
    np.savez(folder / "net.npz", other=np.zeros(3))
    with pytest.raises(NetError, match=r"net\.json: broken .*freeze the model again"):
        FixedNet.load(folder)


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"y": np.zeros(3)}, "logits"),
        ({"y": np.zeros(3), "logits": np.zeros((2, 4))}, "differ in length"),
        ({"y": np.zeros(3), "logits": np.full((3, 4), np.nan)}, "logits holds what are no finite numbers"),
        ({"y": np.array(["a", "b", "c"]), "logits": np.zeros((3, 4))}, "y holds what are no finite numbers"),
        ({"y": np.array([{}, {}, {}]), "logits": np.zeros((3, 4))}, "Object arrays"),
    ],
)
def test_scores_that_are_none_are_named(arrays, said, folder):
    np.savez(folder / "scores.npz", **arrays)
    with pytest.raises(RunError, match=rf"scores\.npz is broken: .*{said}"):
        read_arrays(folder / "scores.npz", "codesign freeze RUN", "y", "logits")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["rows", "net", "x"]), inner),
    max_leaves=8,
)


@given(
    data=JSON, place=st.integers(0, 10**6), name=st.sampled_from(["agreement.json", "estimate.json", "verdict.json"])
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_value_anywhere_is_read_or_named(data, place, name, finished, tmp_path):
    document = json.loads((finished / name).read_text())
    inner = document
    while True:  # to a place that the number chooses
        keys = list(inner) if isinstance(inner, dict) else range(len(inner))
        key = keys[place % len(keys)]
        place //= len(keys)
        if not isinstance(inner[key], dict | list) or not inner[key] or place % 3 == 0:
            break
        inner = inner[key]
    inner[key] = data
    path = tmp_path / name
    path.write_text(json.dumps(document))
    try:
        read_record(path, "codesign x")
    except RunError as error:
        said = str(error)
    else:
        said = str(path)
    assert said.startswith(str(path))
