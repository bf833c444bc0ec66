"""What a run has proved: strict reading of agreement.json, and gaps in the contract."""

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codesign.cost.budget import EXIT_CODES
from codesign.errors import RunError
from codesign.jets.store import save
from codesign.net.agreement import KINDS
from codesign.report.record import assemble
from codesign.runs import proof, stages
from codesign.runs.inputs import contract_of
from codesign.runs.proof import agreements, exact, exactness, lacking
from codesign.runs.run import Run
from tests.fake_runs import agrees, fake_design, frozen, trained
from tests.jets.synthetic import jet_file


def mutations(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(damage in words, damaged data) for every kind of damage, also to the first row of each witness."""
    yield "emptied", {}
    yield "not an object", []
    for key in data:
        yield f"{key} removed", {k: v for k, v in data.items() if k != key}
        yield f"{key} of another type", data | {key: 7}
    firsts = {row["witness"]: number for number, row in reversed([*enumerate(data["rows"])])}
    for witness, number in firsts.items():
        yield f"rows of {witness} removed", data | {"rows": [r for r in data["rows"] if r["witness"] != witness]}
        yield f"first row of {witness} removed", data | {"rows": [*data["rows"][:number], *data["rows"][number + 1 :]]}
        yield f"first row of {witness} twice", data | {"rows": [*data["rows"], data["rows"][number]]}
        for key, value in data["rows"][number].items():
            others: list[Any] = [None, "nonsense", -1, 1.5, True, [1]]
            if isinstance(value, int | float):
                others += [str(value), value + 1, -value - 1, 1e999]
            for other in others:
                if other != value or type(other) is not type(value):
                    changed = deepcopy(data)
                    changed["rows"][number][key] = other
                    yield f"{witness}: {key} {other!r}", changed
            changed = deepcopy(data)
            del changed["rows"][number][key]
            yield f"{witness}: {key} removed", changed


def test_no_damage_to_the_agreements_gives_a_pass(run: Run, budget: str) -> None:
    assert stages.check(run, budget).outcome == "PASS"
    path, data = run.folder / proof.AGREEMENT, run.read(proof.AGREEMENT)
    found: dict[str, str] = {}
    for what, changed in mutations(data):
        path.write_text(json.dumps(changed))
        try:
            found[what] = stages.check(run, budget).outcome
        except RunError as error:
            found[what] = str(error)
    assert [what for what, outcome in found.items() if outcome == "PASS"] == []
    errors = [text for text in found.values() if text not in EXIT_CODES]
    assert all(str(path) in text and "; remove it and run `codesign freeze " in text for text in errors)
    assert (len(found) > 200, len(errors) > 180) == (True, True), (len(found), len(errors))


def test_deleted_agreements_give_no_pass_and_name_the_verbs(run: Run, budget: str, say) -> None:
    (run.folder / proof.AGREEMENT).unlink()
    code, printed = say("check", run.folder, "--budget", budget)
    assert code == 2
    assert "INCONCLUSIVE: may fit; open: exactness" in printed
    assert exactness(run).used.value is None
    asked = [f"framework was not compared: `codesign freeze {run.folder}`"]
    asked += [f"rtl was not compared: `codesign rtl {run.folder}`"]
    asked += [f"csim was not compared: `codesign csim {run.folder} --trace`"]
    assert exactness(run).open == "; ".join(asked)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"samples": -80}, r"samples: -80 is not a whole number of at least 0"),
        ({"samples": "80"}, r"samples: '80' is not a whole number"),
        ({"mismatches": 10**9, "worst_lsb": 1.0}, r"mismatches: 1000000000 of"),
        ({"worst_lsb": 2.0}, r"worst_lsb: 2.0 although mismatches is 0"),
        ({"witness": "csimm"}, r"witness: 'csimm' is unknown \(known: framework, csim"),
        ({"inputs": "jet"}, r"inputs: 'jet' is unknown"),
        ({"first_tensor": "nowhere"}, r"first_tensor: 'nowhere' is unknown"),
        ({"samples": 81}, r"samples: 81 are not the 8 outputs of"),
        ({"more": 1}, r"more: unknown key"),
    ],
)
def test_a_wrong_row_is_named_with_file_key_and_what_to_do(run: Run, changes: dict[str, Any], message: str) -> None:
    data = run.read(proof.AGREEMENT)
    number = next(n for n, row in enumerate(data["rows"]) if row["witness"] == "csim")
    data["rows"][number] |= changes
    (run.folder / proof.AGREEMENT).write_text(json.dumps(data))
    with pytest.raises(RunError, match=message) as error:
        agreements(run)
    assert str(error.value).startswith(f"{run.folder}/agreement.json: rows[{number}]: ")
    verbs = f"codesign freeze {run.folder} && codesign csim {run.folder}"
    assert str(error.value).endswith(f"; remove it and run `{verbs}`")


def test_broken_comparisons_name_the_verbs_of_all_that_is_built(run: Run) -> None:
    (run.folder / "rtl").mkdir()
    for name in ("rtl/project.json", "cosim.json"):
        run.write(name, {"net": run.net.key})
    folder = run.folder
    verbs = f"codesign freeze {folder} && codesign rtl {folder} --cosim && codesign csim {folder}"
    for content in ("{", '{"net": "' + run.net.key + '", "rows": 1}'):
        (folder / proof.AGREEMENT).write_text(content)
        with pytest.raises(RunError, match=r"agreement\.json") as error:
            agreements(run)
        assert str(error.value).endswith(f"; remove it and run `{verbs}`")
    shutil.rmtree(folder / "hls")
    assert Run.open(folder).compares_again == verbs.rpartition(" && ")[0]


def test_a_file_without_counts_still_loads_and_its_jets_are_of_any_split(run: Run) -> None:
    data = run.read(proof.AGREEMENT)
    for row in data["rows"]:
        del row["count"]
    run.write(proof.AGREEMENT, data)
    found = [a for a in agreements(run) if a.witness == "rtl"]
    assert found[0].inputs == "real_jets"
    assert [a.samples for a in found] == [8 * (a.count or 0) for a in found]
    assert not lacking(found)


def test_a_small_file_is_filled_up_and_made_up_inputs_are_counted_apart(proved: Path) -> None:
    """The file has only 600 jets, 200 of them test jets; the contract still needs 10,000 inputs."""
    run = Run.open(proved)
    sample = contract_of(run).sample
    assert contract_of(run) is contract_of(run) is not contract_of(Run.open(proved))
    counts = {kind: len(x) for kind, x in sample.items()}
    assert list(counts) == ["jets", "other_jets", "filled"]
    assert sum(counts.values()) == 10_000
    assert counts["jets"] == run.read("metrics.json")["jets"]["test"]
    assert counts["jets"] + counts["other_jets"] <= 600
    port = run.net.types[run.net.port.name]
    low, high = (np.broadcast_to(end, run.net.port.size) for end in (port.low, port.high))
    assert all(port.holds(x) for x in sample.values())
    assert ((sample["filled"] == low).any(axis=0) & (sample["filled"] == high).any(axis=0)).all()
    rows = {a.inputs: a.count for a in agreements(run) if a.witness == "rtl"}
    assert rows == counts | {"overflow": 10_000, "zero": 1, "maximum": 1, "minimum": 1, "one_candidate": 1000}
    assert set(rows) <= set(KINDS)


def test_a_file_with_enough_jets_is_not_filled_up(tmp_path: Path) -> None:
    save(tmp_path / "jets.npz", jet_file(16_000))
    run = frozen(trained(tmp_path / "run", fake_design(tmp_path / "jets.npz")))
    counts = {kind: len(x) for kind, x in contract_of(run).sample.items()}
    assert list(counts) == ["jets", "other_jets"]
    assert sum(counts.values()) == 10_000


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("filled", "was compared on"),
        ("overflow", "not compared on enough inputs of the kind: inputs that overflow inside"),
        ("minimum", "not compared on enough inputs of the kind: all minimum"),
    ],
)
def test_a_witness_that_was_asked_on_less_is_not_exact(run: Run, budget: str, kind: str, why: str) -> None:
    data = run.read(proof.AGREEMENT)
    data["rows"] = [row for row in data["rows"] if (row["witness"], row["inputs"]) != ("rtl", kind)]
    run.write(proof.AGREEMENT, data)
    rows = [a for a in agreements(run) if a.witness == "rtl"]
    assert why in lacking(rows)
    assert exact(rows) is None
    assert assemble(run).exact("rtl") is None
    assert stages.check(run, budget).outcome == "INCONCLUSIVE"
    agrees(run, "rtl")  # as `codesign rtl` would: a witness with too few inputs is compared again
    assert stages.check(run, budget).outcome == "PASS"
