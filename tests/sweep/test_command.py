import pytest

from codesign.cli.sweeps import _overridden
from codesign.errors import ConfigError
from codesign.sweep.config import grid
from tests.cli.test_cli import run


def test_bits_and_sparsity_replace_their_axes(config):
    sweep = _overridden(config, "3,4,8", "0,0.5,0.7", ["training.seed=1,2"], 4, 1)
    points = list(grid(sweep))
    assert len(points) == 18
    assert all(point["precision.weights"] == point["precision.activations"] for point in points)
    assert {point["pruning.sparsity"] for point in points} == {0, 0.5, 0.7}
    assert (sweep.cluster.jobs, sweep.keep) == (4, 1)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"axes": ["foo"]}, "--axis foo: expected KEY=VALUE"),
        ({"bits": "3,,"}, "--bits 3,,: expected values"),
        ({"bits": "]"}, "expected values with commas"),
    ],
)
def test_a_wrong_option_says_what_is_expected(config, option, message):
    given = {"bits": None, "sparsity": None, "axes": [], "jobs": None, "keep": None} | option
    with pytest.raises(ConfigError) as error:
        _overridden(config, **given)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "CONFIG", "--bits", "3,x"], "precision.weights: input should be a valid integer, found 'x'"),
        (["sweep", "CONFIG", "--sparsity", "0,1.5"], "pruning.sparsity: input should be less than 1"),
        (["sweep", "CONFIG", "--axis", "name.x=1,2"], "--axis name.x=1,2: name is base and holds no keys"),
        (["sweep", "CONFIG", "--bits", "3,40"], "--bits 3,40: precision.weights: input should be less than or equal"),
        (
            ["sweep", "CONFIG", "--axis", f"training.seed={','.join(map(str, range(126)))}"],
            "the axes make 504 designs, each with a training and a folder; give --yes if that is intended",
        ),
        (["sweep", "none.yaml"], "none.yaml: no such file"),
        (["sweep", "status", "."], "holds no sweep"),
        (["sweep", "job-script", "CONFIG"], "starts processes, not jobs"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(config, arguments, said, monkeypatch, capsys):
    code, printed = run(monkeypatch, capsys, *(str(config) if a == "CONFIG" else a for a in arguments))
    assert code == 3
    assert said in " ".join(printed.err.split())
    assert not list(config.parent.glob("runs"))
