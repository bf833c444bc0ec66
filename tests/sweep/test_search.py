import optuna
import pytest

from codesign.base import config as configs
from codesign.errors import ConfigError
from codesign.sweep import SweepConfig
from codesign.sweep.search import StudySearch, open_study, search

SEARCH = """\
name: drawn
design: base.yaml
axes:
  - {precision.weights: [2, 3, 4, 5, 6], precision.activations: [3, 4, 5, 6, 7]}
  - pruning.sparsity: {low: 0.0, high: 0.9}
  - training.batch_size: {low: 64, high: 1024, log: true, whole: true}
search: {method: METHOD, trials: 10, batch: 4, seed: 3}
"""


@pytest.fixture
def drawn(tmp_path, request):
    (tmp_path / "base.yaml").write_text("name: base\n")
    path = tmp_path / "sweep.yaml"
    path.write_text(SEARCH.replace("METHOD", request.param))
    return path


def results(designs):
    """Key -> (score, LUT) of each design; both grow with the bits."""
    rows = {}
    for design in designs:
        bits, sparsity = design.precision.weights, design.pruning.sparsity
        rows[design.key] = (1 - 2.0**-bits - 0.1 * sparsity, 100.0 * bits * (1 - sparsity))
    return rows


class Killed(Exception):
    pass


def proposals(path, folder, kill_after=None):
    """Names of all proposed designs in order. kill_after: raises Killed after so many designs."""
    folder.mkdir(exist_ok=True)
    asked = configs.load(path, SweepConfig, {"search.storage": f"journal:{folder / 'study.log'}"})
    searching = search(asked, path, folder)
    names = []
    for batch in searching.batches():
        if kill_after is not None and len(names) >= kill_after:
            raise Killed
        names += [design.name for design in batch.designs]
        searching.tell(batch, results(batch.designs))
    return names


@pytest.mark.parametrize("drawn", ["random", "tpe", "nsga2"], indirect=True)
def test_a_killed_search_proposes_the_same_points(drawn, tmp_path):
    whole = proposals(drawn, tmp_path / "whole")
    assert len(whole) == 10
    assert len(set(whole)) > 5  # each point has its own seed
    asked = configs.load(drawn, SweepConfig, {"search.storage": f"journal:{tmp_path / 'whole' / 'study.log'}"})
    assert [design.name for design in search(asked, drawn, tmp_path / "whole").designs] == whole
    for killed_after in (0, 4, 8):
        folder = tmp_path / str(killed_after)
        with pytest.raises(Killed):
            proposals(drawn, folder, killed_after)
        assert whole[:killed_after] + proposals(drawn, folder) == whole


@pytest.mark.parametrize("drawn", ["tpe"], indirect=True)
def test_killed_while_asking_or_telling_it_goes_on_the_same(drawn, tmp_path, monkeypatch):
    whole = proposals(drawn, tmp_path / "whole")
    for place in range(1, 15):
        folder = tmp_path / f"killed{place}"
        calls = iter(range(10**6))

        def counted(self, *args, place=place, calls=calls, real=StudySearch._ask):
            if next(calls) == place:
                self._half_asked(*args)
                raise Killed
            real(self, *args)

        def half_asked(self, study, index):
            study.ask()

        with monkeypatch.context() as patched:
            patched.setattr(StudySearch, "_ask", counted)
            patched.setattr(StudySearch, "_half_asked", half_asked, raising=False)
            try:
                proposals(drawn, folder)
            except Killed:
                pass
            else:
                break  # the search ended before the kill
        seen = proposals(drawn, folder)
        assert whole[-len(seen) :] == seen
    assert place > 9


@pytest.mark.parametrize("drawn", ["tpe", "nsga2"], indirect=True)
def test_killed_between_two_results_it_goes_on_the_same(drawn, tmp_path, monkeypatch):
    whole = proposals(drawn, tmp_path / "whole")
    for told in range(1, 9):  # results of the first and the second batch
        folder, calls, tell = tmp_path / f"told{told}", iter(range(10**6)), optuna.Study.tell

        def counted(self, *args, told=told, calls=calls, tell=tell, **kwargs):
            if next(calls) == told:
                raise Killed
            return tell(self, *args, **kwargs)

        with monkeypatch.context() as patched:
            patched.setattr(optuna.Study, "tell", counted)
            with pytest.raises(Killed):
                proposals(drawn, folder)
        assert proposals(drawn, folder) == whole[told:]


@pytest.mark.parametrize("drawn", ["nsga2"], indirect=True)
def test_dropped_designs_are_no_parents_and_another_question_is_another_study(drawn, tmp_path):
    asked = configs.load(drawn, SweepConfig)
    searching = search(asked, drawn, tmp_path)
    batch = next(searching.batches())
    searching.tell(batch, dict.fromkeys([design.key for design in batch.designs]))
    study = open_study(asked, drawn, tmp_path)
    assert [trial.state.name for trial in study.trials] == ["FAIL"] * 4
    other = asked.replaced({"training.seed": [1, 2]})
    assert open_study(other, drawn, tmp_path).study_name != study.study_name
    assert open_study(other, drawn, tmp_path).trials == []


@pytest.mark.parametrize("drawn", ["random"], indirect=True)
def test_a_journal_is_a_storage_and_a_wrong_one_is_named(drawn, tmp_path):
    asked = configs.load(drawn, SweepConfig, {"search.storage": f"journal:{tmp_path / 'study.log'}"})
    batch = next(search(asked, drawn, tmp_path).batches())
    assert len(batch.designs) == 4
    assert (tmp_path / "study.log").exists()
    wrong = configs.load(drawn, SweepConfig, {"search.storage": "nosuch://host/db"})
    with pytest.raises(ConfigError, match=r"search\.storage: nosuch://host/db does not work as"):
        open_study(wrong, drawn, tmp_path)


@pytest.mark.parametrize("drawn", ["random"], indirect=True)
def test_a_wrong_key_is_found_before_anything_is_drawn(drawn, tmp_path):
    drawn.write_text(drawn.read_text().replace("pruning.sparsity", "pruning.sparsty"))
    asked = configs.load(drawn, SweepConfig)
    with pytest.raises(ConfigError, match="did you mean 'sparsity'"):
        search(asked, drawn, tmp_path)
