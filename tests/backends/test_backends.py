"""Every target has what `Backend` lists, and a further one needs no more than its module and its rows."""

import inspect
import json
import subprocess
import sys
from types import ModuleType

import pytest

from codesign.backends import BACKENDS, Backend, backend, record
from codesign.errors import RunError
from codesign.net.fixednet import FixedNet
from codesign.runs import provenance, stages
from codesign.runs.proof import by_witness, exact
from codesign.runs.witnesses import WITNESSES, Witness
from tests.fake_runs import fake_design, fake_jets, frozen, trained

FUNCTIONS = [name for name, value in vars(Backend).items() if inspect.isfunction(value) and not name.startswith("_")]
CONSTANTS = ("RECORD", "TITLE", "VERB")


def differing(target: ModuleType) -> list[str]:
    """The parts of the protocol that a module lacks, or that cannot be called as the protocol says."""
    lacking = [name for name in CONSTANTS if not isinstance(getattr(target, name, None), str)]
    for name in FUNCTIONS:
        _, *wanted = inspect.signature(getattr(Backend, name)).parameters.values()  # without self
        function = getattr(target, name, None)
        has = list(inspect.signature(function).parameters.values()) if function else []
        further = [p for p in has[len(wanted) :] if p.default is p.empty]
        if further or [(p.name, p.default) for p in wanted] != [(p.name, p.default) for p in has[: len(wanted)]]:
            lacking.append(name)
    return lacking


@pytest.mark.parametrize("name", BACKENDS)
def test_every_target_has_what_the_protocol_lists(name):
    assert differing(backend(name)) == []


def test_a_target_that_lacks_a_part_is_found():
    module = ModuleType("one")
    module.RECORD = module.TITLE = module.VERB = "x"
    module.compute = lambda folder, x: {}
    assert set(differing(module)) == set(FUNCTIONS)


def test_tables_of_targets_load_no_generator():
    """alkaid and hls4ml take seconds to import, and every verb asks which projects a run has."""
    code = (
        "import sys; from codesign.backends import BACKENDS, backend; [backend(name) for name in BACKENDS];"
        "print({'alkaid', 'hls4ml'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


@pytest.fixture
def third(monkeypatch):
    """A target whose fast model is the reference, on the net of which its project holds a copy."""
    module = ModuleType("tests_third_target")
    module.RECORD, module.TITLE, module.VERB = "record.json", "third project", "third"

    def convert(net, folder, settings, tell=None):
        folder.mkdir(exist_ok=True)
        net.save(folder)
        (folder / "settings.txt").write_text(f"{settings.part} {settings.clock_ns} {settings.name} {settings.words}")
        (folder / "record.json").write_text(json.dumps({"net": net.key}))

    module.convert = convert
    module.is_made_from = lambda folder, net: (folder / "net.json").exists() and FixedNet.load(folder).key == net
    module.prepare = lambda folder, tell=None: None
    module.compute = lambda folder, x, trace=False: FixedNet.load(folder).run(x)
    module.digests = lambda folder, published=None: {"sources": (folder / "settings.txt").read_text()}
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(BACKENDS, "third", module.__name__)
    monkeypatch.setitem(WITNESSES, "model", Witness("model", "a model", "in a model", "third {}", "third"))
    return module


@pytest.fixture
def run(tmp_path):
    return frozen(trained(tmp_path / "run", fake_design(fake_jets(tmp_path))))


def test_another_target_is_a_module_and_its_rows(third, run):
    rows = stages.write_and_compare(run, "model")
    assert exact(rows) is True
    settings = (provenance.require_as_made(run, "third") / "settings.txt").read_text()
    assert settings == f"{run.design.firmware.part} 2.778 {run.top} None"
    assert {row.made_from for row in rows} == {settings}
    assert record("third") == "third/record.json"


def test_its_project_is_guarded_like_all_others(third, run):
    with pytest.raises(RunError, match="has no third project of its net yet; run `codesign third"):
        provenance.require(run, "third")
    stages.write_and_compare(run, "model")
    settings = run.folder / "third" / "settings.txt"
    before = settings.read_text()
    settings.write_text("edited")
    assert by_witness(run, "model") == []
    with pytest.raises(RunError, match=r"third was edited since it was made.*`codesign third"):
        provenance.require_as_made(run, "third")
    assert exact(stages.write_and_compare(run, "model")) is True
    assert settings.read_text() == before


def test_its_differences_are_counted(third, run):
    third.compute = lambda folder, x, trace=False: {name: values + 1 for name, values in run.net.run(x).items()}
    rows = stages.write_and_compare(run, "model")
    assert exact(rows) is False
    assert all(row.mismatches == row.samples for row in rows)


def test_an_unknown_target_has_no_module():
    with pytest.raises(KeyError):
        backend("vitis")
