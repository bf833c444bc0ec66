import pytest

from codesign.design.design import Design
from codesign.design.training import Training
from codesign.errors import RunError
from codesign.runs.run import Run
from tests.nets import random_net, small_mlp


def test_a_run_opens_as_it_was_made(tmp_path):
    made = Run.create(Design(name="one"), tmp_path / "run")
    assert Run.open(tmp_path / "run").design == made.design


def test_another_design_does_not_overwrite_a_run(tmp_path):
    Run.create(Design(name="one"), tmp_path)
    with pytest.raises(RunError, match="holds design"):
        Run.create(Design(name="one", training=Training(seed=7)), tmp_path)


def test_a_new_name_for_the_same_design_is_taken(tmp_path):
    Run.create(Design(name="one"), tmp_path)
    assert Run.create(Design(name="two"), tmp_path).design.name == "two"
    assert Run.open(tmp_path).design.name == "two"


def test_a_folder_without_a_run_says_how_to_make_one(tmp_path):
    with pytest.raises(RunError, match="codesign train CONFIG"):
        Run.open(tmp_path / "nothing")


@pytest.mark.parametrize(("name", "verb"), [("metrics.json", "freeze"), ("estimate.json", "estimate")])
def test_a_missing_stage_names_its_verb(name, verb, tmp_path):
    with pytest.raises(RunError, match=f"codesign {verb}"):
        Run.create(Design(), tmp_path).read(name)


def test_a_broken_file_is_named(tmp_path):
    run = Run.create(Design(), tmp_path)
    (tmp_path / "metrics.json").write_text('{"macro": ')
    with pytest.raises(RunError, match=r"metrics\.json is broken"):
        run.read("metrics.json")


def test_a_net_that_is_not_there_says_freeze(tmp_path):
    with pytest.raises(RunError, match="codesign freeze"):
        _ = Run.create(Design(), tmp_path).net


def test_a_result_of_another_net_counts_as_missing(tmp_path):
    run = Run.create(Design(), tmp_path)
    random_net(small_mlp(), seed=1).save(tmp_path)
    run.write("estimate.json", {"net": run.net.key})
    assert run.current("estimate.json")
    random_net(small_mlp(), seed=2).save(tmp_path)
    assert not Run.open(tmp_path).current("estimate.json")


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    run = Run.create(Design(), tmp_path)
    run.write("numbers.json", {"macro": 1})
    before = sorted(p.name for p in tmp_path.iterdir())

    class Full:
        def __enter__(self):
            return self

        def __exit__(self, *exception):
            return False

        def write(self, content):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("codesign.base.files.os.fdopen", lambda *a: Full())
    with pytest.raises(OSError, match="No space"):
        run.write("numbers.json", {"macro": 2})
    monkeypatch.undo()
    assert run.read("numbers.json") == {"macro": 1}
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_not_a_number_is_not_written(tmp_path):
    run = Run.create(Design(), tmp_path)
    with pytest.raises(ValueError, match="not JSON compliant"):
        run.write("metrics.json", {"macro": float("nan")})
    assert not run.has("metrics.json")
