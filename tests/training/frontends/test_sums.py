"""Networks that read sums: trained, frozen and exact in every front end, on a few real jets."""

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs
from codesign.design.design import Design
from codesign.design.training import Precision, Pruning, Training
from codesign.jets.dataset import load_dataset
from codesign.net import reference
from codesign.net.ops import Dense
from codesign.training.frontends import frontend, port

CASES = {
    "mlp_sums": ("mlp_sums", {"hidden": [8]}, Inputs()),
    "beside candidates": ("mlp_sums", {"hidden": [8]}, Inputs(candidates=2, log=True)),
    "set": ("deep_set", {"phi": [6], "rho": [8]}, Inputs(sums=("charge", "rings", "dxy"), candidates=8)),
    "tables": ("table_set", {"units": 4, "entries": 16}, Inputs(sums=("pt", "dxy_largest"), candidates=4)),
}
JETS = 1500


@pytest.fixture(scope="module")
def data():
    return load_dataset("shipped", max_jets=JETS)


def design(case, framework):
    name, sizes, inputs = CASES[case]
    return Design(
        architecture=ArchitectureConfig(name=name, sizes=sizes),
        inputs=inputs,
        frontend=framework,
        precision=Precision(inputs=8, weights=6, activations=8),
    )


def trained(config, data, epochs=1):
    framework = frontend(config.frontend)
    model = framework.build(config.graph, config.precision, data.types, data.train.x, 1)
    training = Training(epochs=epochs, batch_size=128)
    framework.fit(model, data.train, data.validation, training, Pruning(), lambda *_: None)
    return framework, model


QUICK = ("beside candidates",)
some_cases = pytest.mark.parametrize(
    "case", [pytest.param(case, marks=() if case in QUICK else pytest.mark.full) for case in CASES]
)


@pytest.mark.parametrize("framework", ["hgq", "qkeras", "brevitas"])
@some_cases
def test_a_network_on_sums_is_exact_after_training(case, framework, data):
    config = design(case, framework)
    module, model = trained(config, data)
    net = module.freeze(model)
    x = np.concatenate([data.test.x[:2000], _ends(net)])
    predicted = module.predict(model, x)["logits"]
    assert predicted.std() > 0
    assert np.array_equal(reference.run(net, x)["logits"], predicted)
    kernel = net.weights["rho0.kernel" if case == "set" else "hidden0.kernel"] if case != "tables" else np.ones(1)
    assert np.abs(kernel).max() > 0


def _ends(net):
    """Jets at the ends of the port's range, and random ones in between."""
    t, shape = net.types["candidates"], net.port.size
    low, high = (np.broadcast_to(bound, shape) for bound in (t.low, t.high))
    values = t.cast(np.random.default_rng(0).uniform(low, high, (200, *shape)))
    return np.concatenate([values, [low, high, np.zeros(shape)]]).astype(np.float32)


def test_the_logic_of_a_trained_network_on_sums_is_exact(data):
    module, model = trained(design("beside candidates", "hgq"), data)
    net = module.freeze(model)
    logic = rtl.trace_net(net)
    x = np.concatenate([data.test.x[:2000], _ends(net)]).astype(np.float64)
    assert np.array_equal(logic.predict(x.reshape(len(x), -1)), reference.run(net, x)["logits"])


@pytest.mark.parametrize("log", [False, True])
def test_sums_enter_with_a_spread_near_one(log, data):
    config = Design(architecture=ArchitectureConfig(name="mlp_sums"), inputs=Inputs(log=log))
    graph = config.graph
    shift = port.standardising_shift(graph, graph["sums"], data.train.x)
    tensors = {"candidates": data.train.x.astype(np.float64)}
    for op in graph.ops[1 : graph.ops.index(graph["sums"]) + 1]:
        tensors[op.name] = op.evaluate({}, *(tensors[name] for name in op.inputs))
    spread = np.ldexp(tensors["sums"], shift).std(axis=0)
    assert ((spread > 2**-0.51) & (spread < 2**0.51)).all()
    assert len(set(shift.tolist())) > (1 if log else 5)
    reached = port.reached(graph, graph["sums"], data.train.x)
    assert np.array_equal(reached, np.abs(tensors["sums"]).max(axis=0))


def test_what_is_read_has_the_types_of_the_sums(data):
    config = Design(architecture=ArchitectureConfig(name="mlp_sums"))
    graph, module = config.graph, frontend("hgq")
    t = port.read_type(graph, graph["sums"], data.types)
    net = module.freeze(module.build(graph, config.precision, data.types, data.train.x, 1))
    assert t == net.types["sum_all"]
    assert all(isinstance(op, Dense) for op in graph.readers("sums"))
