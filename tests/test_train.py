from types import SimpleNamespace

import pytest

import codesign.train as training_stage
from codesign.agreement import Agreement
from codesign.design import Design
from codesign.errors import ExactnessError, JetsError, RunError
from codesign.fixednet import FixedNet
from codesign.fixedpoint import FixedPoint
from codesign.run import Run
from codesign.train import freeze, train
from tests.nets import random_net, small_mlp


def differing(folder, net, **design):
    run = Run.create(Design.model_validate(design), folder)
    net.save(folder)
    row = Agreement("framework", "reference", "jets", 80, 3, 1.0, "hidden0", 1, 20)
    run.write("agreement.json", {"net": run.net.key, "rows": [row.to_dict()]})
    run.write("metrics.json", {"net": run.net.key})
    return run


def test_a_framework_that_differs_is_an_error_each_time(tmp_path):
    run = differing(tmp_path, random_net(small_mlp()))
    for _ in range(2):
        with pytest.raises(ExactnessError, match=r"differ in 3 of 80 outputs on jets inputs; see agreement.json$"):
            freeze(run)


def test_sums_too_wide_for_the_framework_are_named_with_what_to_do(tmp_path):
    port = FixedPoint(1, 12, 14)  # 27 bits
    net = random_net(small_mlp())
    types = {net.port.name: port} | {name: net.types[name] for name in net.rounded}
    net = FixedNet.build(net.graph, net.weights, net.weight_types, types)
    with pytest.raises(ExactnessError, match=r"Sums of '.*' may need more than the 24 bits .* train with qkeras"):
        freeze(differing(tmp_path / "hgq", net))
    with pytest.raises(ExactnessError, match=r"see agreement.json$"):
        freeze(differing(tmp_path / "qkeras", net, frontend="qkeras"))


def test_freezing_before_training_says_what_to_do(tmp_path):
    with pytest.raises(RunError, match="codesign train"):
        freeze(Run.create(Design(), tmp_path))


def test_training_on_a_missing_jets_file_names_it(tmp_path):
    design = Design.model_validate_json('{"jets": {"file": "no.npz"}}')
    with pytest.raises(JetsError, match=r"no\.npz"):
        train(Run.create(design, tmp_path))


@pytest.mark.parametrize(("asked", "mirrors"), [({"mirror": True}, 2), ({}, None)])
def test_mirrored_jets_are_those_of_the_training_only(asked, mirrors, tmp_path, monkeypatch):
    class Seen(Exception):
        pass

    def fit(model, train, validation, *others):
        assert (None if train.turned is None else len(train.turned)) == mirrors
        assert validation.turned is None
        raise Seen

    framework = SimpleNamespace(build=lambda *parts: None, fit=fit)
    monkeypatch.setattr(training_stage, "frontend", lambda name: framework)
    with pytest.raises(Seen):
        train(Run.create(Design.model_validate({"training": asked}), tmp_path))


@pytest.mark.parametrize(
    ("name", "weights"), [("hgq", "model.weights.h5"), ("qkeras", "model.weights.h5"), ("brevitas", "model.weights.pt")]
)
def test_damaged_weights_are_named_with_what_to_do(name, weights, tmp_path):
    design = Design.model_validate({"frontend": name, "architecture": {"name": "cms_ng"}})
    run = Run.create(design, tmp_path)
    (tmp_path / weights).write_bytes(b"no weights")
    for stage in (train, freeze):
        with pytest.raises(RunError, match=rf"{weights} does not fit the design .*remove it"):
            stage(run)
    assert (tmp_path / weights).read_bytes() == b"no weights"
