"""The plan of the house: which room (folder) may import which. Imports only go downwards and never form a circle."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import codesign
from codesign.backends import BACKENDS
from codesign.design.frontends import FRONTENDS

ROOT = Path(codesign.__file__).parent
BELOW_RUNS = "errors base net jets design backends cost"
# Every import counts, also inside functions and for types only. A room may import itself and the rooms listed here.
MAY_IMPORT = {
    "errors": "",
    "moved": "",
    "base": "errors",
    "net": "errors base",
    "jets": "errors base net",
    "jets.simulation": "errors base net jets",
    "design": "errors base net jets",
    "backends": "errors base net jets",
    "backends.hls": "errors base net jets backends",
    "backends.rtl": "errors base net jets backends",
    "cost": "errors base net backends",
    "runs": f"{BELOW_RUNS} backends.rtl backends.hls",  # for what one target alone has, such as co-simulation
    "training": "errors base net jets design cost runs",
    "sweep": f"{BELOW_RUNS} runs training",
    "report": f"{BELOW_RUNS} runs training sweep",
    "cli": f"{BELOW_RUNS} backends.rtl jets.simulation runs training sweep report",
}
ONLY_IN = {  # packages that only these rooms may import
    "typer": {"cli"},
    "rich": {"cli"},
    "keras": {"training"},
    "tensorflow": {"training"},
    "torch": {"training"},
    "hgq": {"training"},
    "qkeras": {"training"},
    "brevitas": {"training"},
}
LONGEST_MODULE = 300
MOST_AT_THE_ROOT = 17


def modules(root: Path) -> dict[str, Path]:
    """Dotted name without `codesign.` -> file; an `__init__.py` has the name of its package."""
    paths = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return paths


def imports(path: Path, names: set[str], at_once: bool = False) -> set[str]:
    """The imports of a file: modules of codesign by their names without `codesign.`, other packages as '/name'.

    at_once: only imports outside functions, which run when the file is imported or serve as types.
    """
    imported = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text())]
    while waiting:
        node = waiting.pop()
        if not (at_once and isinstance(node, ast.FunctionDef)):
            waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are written in full"
            targets = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for target in targets:
            package, _, below = target.partition(".")
            if package != "codesign":
                imported.add(f"/{package}")
            elif below in names:
                imported.add(below)
            elif below:
                imported.add(below.rpartition(".")[0])
    return imported - {""}


def room_of(module: str) -> str:
    """The room of a module: the longest name in the plan that equals the module or contains it."""
    rooms = [room for room in MAY_IMPORT if module == room or module.startswith(f"{room}.")]
    return max(rooms, key=len, default=module)


def faults(root: Path) -> list[str]:
    """'file -> file' for each import that the plan does not allow."""
    known = modules(root)
    forbidden = []
    for module, path in known.items():
        room = room_of(module)
        for target in sorted(imports(path, set(known))):
            if target.startswith("/"):
                allowed = room.partition(".")[0] in ONLY_IN.get(target[1:], {room.partition(".")[0]})
            else:
                allowed = room_of(target) in {room, *MAY_IMPORT.get(room, "").split()}
            if not allowed and module not in ("", "__main__"):
                forbidden.append(f"{module} -> {target.removeprefix('/')}")
    return forbidden


def test_every_folder_has_its_place_on_the_plan():
    assert {room_of(module) for module in modules(ROOT)} - {"", "__main__"} == set(MAY_IMPORT)


def test_arrows_run_downwards():
    assert faults(ROOT) == []


def test_targets_and_frontends_are_reached_by_their_tables():
    """The tables name modules as text, which is no import: each folder in backends/ is a row, and all rows exist."""
    folders = [path.parent.name for path in ROOT.glob("backends/*/__init__.py")]
    assert {name: f"codesign.backends.{name}.backend" for name in folders} == BACKENDS
    known = {f"codesign.{name}" for name in modules(ROOT)}
    assert {*BACKENDS.values(), *FRONTENDS.values()} <= known


def test_no_module_imports_itself_in_a_circle():
    """Inside a room, a module that a function imports late may import that function's module, as for `Run.verdict`."""
    known = modules(ROOT)
    graph = {}
    for module, path in known.items():
        targets = imports(path, set(known)) & set(known) - {module}
        deferred = targets - imports(path, set(known), at_once=True)
        graph[module] = targets - {target for target in deferred if room_of(target) == room_of(module)}
    assert list(TopologicalSorter(graph).static_order())


def test_a_circle_would_be_found():
    with pytest.raises(CycleError):
        list(TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        ("net/graph.py", "from codesign.jets.store import load", "net.graph -> jets.store"),
        ("backends/hls/csim.py", "from codesign.backends.rtl import cosim", "backends.hls.csim -> backends.rtl.cosim"),
        ("runs/run.py", "def f():\n    from codesign.training.train import train", "runs.run -> training.train"),
        ("cost/estimate.py", "import codesign.backends.rtl.convert", "cost.estimate -> backends.rtl.convert"),
        ("report/page.py", "from rich.table import Table", "report.page -> rich"),
        ("sweep/engine.py", "import torch.nn", "sweep.engine -> torch"),
        ("jets/dataset.py", "import codesign.jets.simulation.simulate", "jets.dataset -> jets.simulation.simulate"),
    ],
)
def test_an_arrow_turned_round_is_named(tmp_path, file, line, fault):
    for path in modules(ROOT).values():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("")
    (tmp_path / file).write_text(line + "\n")
    assert faults(tmp_path) == [fault]


@pytest.mark.parametrize("folder", ["codesign", "tests", "firmware_tests", "benchmarks"])
def test_modules_are_short(folder):
    lines = {path: len(path.read_text().splitlines()) for path in (ROOT.parent / folder).rglob("*.py")}
    assert lines
    assert {str(path): count for path, count in lines.items() if count > LONGEST_MODULE} == {}


def test_the_root_can_be_taken_in_at_a_glance():
    entries = [path.name for path in ROOT.iterdir() if path.name != "__pycache__"]
    assert len(entries) <= MOST_AT_THE_ROOT


def test_each_room_says_what_lives_in_it():
    silent = [path for path in ROOT.rglob("__init__.py") if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []
