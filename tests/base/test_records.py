"""Errors name a run's file that was cut off, edited or written by another version, and the command that remakes it."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign.backends.hls.project import FILE, HlsProject
from codesign.backends.rtl.convert import RtlProject
from codesign.base.records import read_arrays, read_json, read_lines
from codesign.errors import BackendError, NetError, RunError
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.report.record import assemble
from codesign.runs.run import Run
from codesign.runs.schemas import read_record
from tests.cli.test_cli import run as codesign_run
from tests.fake_runs import fake_jets, fake_sweep


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
        (
            "metrics.json",
            ("score", "error"),
            -0.1,
            "score.error: Input should be greater than or equal to 0, found -0.1",
        ),
        ("metrics.json", ("classes", 1), 10**30, "classes.1: Input should be a valid string"),
        ("metrics.json", ("efficiencies", 1, "error"), None, "efficiencies.1.error: Input should be a valid number"),
        ("metrics.json", ("jets",), KeyError, "jets: Field required"),
        ("metrics.json", ("jets", "train"), KeyError, "jets.train: Field required"),
        ("metrics.json", ("one_against_rest", "b", "jets"), KeyError, "one_against_rest.b.jets: Field required"),
        ("metrics.json", ("efficiencies", 0, "jets"), KeyError, "efficiencies.0.jets: Field required"),
        (
            "history.json",
            ("epochs", 1, "epoch"),
            -(2**63),
            "epochs.1.epoch: Input should be greater than or equal to 1",
        ),
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
        (b'{"a": 1, "b": 2, "a": 3}', "the key 'a' is there twice"),
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
        with pytest.raises(BackendError, match=f"{FILE}.*(codesign convert|convert the net again)"):
            HlsProject.load(folder / "hls")
    (folder / "hls" / FILE).write_text("3")
    for verb in ("csim", "report"):
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
        ({"y": np.zeros(3), "logits": np.full((3, 4), np.nan)}, "logits holds values that are not finite numbers"),
        ({"y": np.array(["a", "b", "c"]), "logits": np.zeros((3, 4))}, "y holds values that are not finite numbers"),
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
    while True:  # walk to the place that `place` selects
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


@pytest.mark.parametrize(
    ("key", "value"),
    [("clock_ns", "2.778"), ("clock_ns", 0), ("stages", -1), ("stages", True), ("adder_cost", -1.0), ("tool", [1]),
     ("port_shape", [{"": None}]), ("outputs", {"logits": ["x"]}), ("port", 3), ("register_bits", 10**30)],
)  # fmt: skip
def test_a_record_of_rtl_with_what_cannot_be_is_named_with_its_key(key, value, folder):
    fields = {"format": 2, "name": "tagger", "flavor": "verilog", "part": "p", "clock_ns": 2.5, "net": "n", "stages": 3}
    fields |= {"port": FixedPoint(1, 3, 4).to_dict(), "port_shape": [16, 3], "outputs": {"logits": [8]}, "tool": "t"}
    fields |= {"levels_a_stage": 2, "adder_cost": 9.0, "register_bits": 4, "multipliers": 0, "lookups": 0}
    path = folder / "rtl" / "project.json"
    path.parent.mkdir()
    path.write_text(json.dumps(fields))
    assert RtlProject.load(path.parent).port_shape == (16, 3)
    path.write_text(json.dumps(fields | {key: value}))
    with pytest.raises(BackendError, match=rf"project\.json is broken: {key}.*run `codesign rtl {folder}`"):
        RtlProject.load(path.parent)


@pytest.mark.parametrize(
    ("key", "value"),
    [("clock_ns", [2.5]), ("clock_uncertainty_percent", 100), ("outputs", [[]]), ("port_type", {}),
     ("tensors", {"a": {"layer": "a", "shape": ["../.."]}})],
)  # fmt: skip
def test_a_record_of_hls_with_what_cannot_be_is_named_with_its_key(key, value, folder):
    fields = {"format": 1, "name": "tagger", "net": "n", "tool": "t", "part": "p", "clock_ns": 2.5, "port": "x"}
    fields |= {"clock_uncertainty_percent": 12.5, "outputs": ["a"], "port_type": FixedPoint(1, 3, 4).to_dict()}
    fields |= {"tensors": {"a": {"layer": "a", "shape": [8]}}}
    (folder / "hls").mkdir(exist_ok=True)
    path = folder / "hls" / FILE
    path.write_text(json.dumps(fields))
    assert HlsProject.load(path.parent).clock_ns == 2.5
    path.write_text(json.dumps(fields | {key: value}))
    with pytest.raises(BackendError, match=rf"{FILE} is broken: {key}.*run `codesign convert {folder}`"):
        HlsProject.load(path.parent)


def test_a_text_that_is_not_utf_8_is_named(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"1 \xff")
    with pytest.raises(RunError, match=r"a\.txt is broken: not a text in UTF-8.*; remove it and run `codesign x`"):
        read_lines(tmp_path / "a.txt", "codesign x")


def test_an_epoch_without_their_number_is_named(tmp_path):
    (tmp_path / "progress.json").write_text('{"stage": "train", "epoch": 3}')
    with pytest.raises(RunError, match="epoch without the number of epochs"):
        read_record(tmp_path / "progress.json", "codesign train x")
