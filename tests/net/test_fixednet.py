import json
from fractions import Fraction

import numpy as np
import pytest

from codesign.base.files import npz_arrays
from codesign.errors import ExactnessError, NetError
from codesign.net import reference
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from tests.nets import PORT, random_inputs, random_net, small_deep_set, small_mlp

NETS = [small_deep_set(), small_deep_set("sum"), small_mlp()]


@pytest.mark.parametrize("graph", NETS)
def test_saving_what_was_loaded_gives_the_same_bytes(graph, tmp_path):
    net = random_net(graph)
    net.save(tmp_path / "one")
    loaded = FixedNet.load(tmp_path / "one")
    loaded.save(tmp_path / "two")
    for name in ("net.json", "net.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert loaded.key == net.key
    x = random_inputs(net, 200)
    assert np.array_equal(reference.run(net, x)["logits"], reference.run(loaded, x)["logits"])


def test_the_key_changes_with_one_weight_bit():
    net = random_net(small_mlp())
    t = net.weight_types["hidden0.bias"]
    weights = dict(net.weights)
    bias = weights["hidden0.bias"].copy()
    element = int(np.argmax(t.width))
    bias[element] += t.lsb[element] if bias[element] < t.high[element] else -t.lsb[element]
    weights["hidden0.bias"] = bias
    types = {name: net.types[name] for name in ("candidates", "inputs", "hidden0_relu", "hidden1_relu")}
    assert FixedNet.build(net.graph, weights, net.weight_types, types).key != net.key


def parts(net):
    types = {n: t for n, t in net.types.items() if n in net.rounded or n == net.port.name}
    return dict(net.weights), dict(net.weight_types), types


def test_a_missing_weight_is_named():
    net = random_net(small_mlp())
    weights, weight_types, types = parts(net)
    del weights["hidden1.kernel"]
    with pytest.raises(NetError, match=r"hidden1\.kernel"):
        FixedNet.build(net.graph, weights, weight_types, types)


def test_a_weight_of_wrong_shape_is_named():
    net = random_net(small_mlp())
    weights, weight_types, types = parts(net)
    weights["logits.bias"] = np.zeros(5)
    with pytest.raises(NetError, match=r"logits\.bias has shape \(5,\)"):
        FixedNet.build(net.graph, weights, weight_types, types)


def test_a_weight_off_its_grid_is_named():
    net = random_net(small_mlp())
    weights, weight_types, types = parts(net)
    weights["logits.bias"] = weights["logits.bias"] + 2.0**-30
    with pytest.raises(NetError, match=r"logits\.bias"):
        FixedNet.build(net.graph, weights, weight_types, types)


def test_bit_widths_of_wrong_shape_are_named():
    net = random_net(small_mlp())
    weights, weight_types, types = parts(net)
    types["hidden0_relu"] = FixedPoint(0, np.ones(7), 2)
    with pytest.raises(NetError, match="hidden0_relu"):
        FixedNet.build(net.graph, weights, weight_types, types)


def test_a_sum_cannot_be_rounded():
    net = random_net(small_mlp())
    weights, weight_types, types = parts(net)
    types["hidden0"] = FixedPoint(1, 3, 3)
    with pytest.raises(NetError, match="keeps full precision"):
        FixedNet.build(net.graph, weights, weight_types, types)


def test_a_net_without_a_port_type_is_refused():
    net = random_net(small_mlp())
    weights, weight_types, types = parts(net)
    del types["candidates"]
    with pytest.raises(NetError, match="port 'candidates'"):
        FixedNet.build(net.graph, weights, weight_types, types)


def test_a_design_too_wide_for_float64_is_refused():
    net = random_net(small_mlp())
    weights, weight_types, types = parts(net)
    types["inputs"] = types["candidates"] = FixedPoint(1, 30, 22)
    with pytest.raises(ExactnessError, match="53"):
        FixedNet.build(net.graph, weights, weight_types, types)


def test_a_missing_net_says_which_verb_makes_it(tmp_path):
    with pytest.raises(NetError, match="codesign freeze"):
        FixedNet.load(tmp_path)


@pytest.mark.parametrize("name", ["net.json", "net.npz"])
def test_a_truncated_file_is_named(name, tmp_path):
    random_net(small_mlp()).save(tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(NetError, match="cannot be read"):
        FixedNet.load(tmp_path)


def test_another_format_is_refused(tmp_path):
    random_net(small_mlp()).save(tmp_path)
    path = tmp_path / "net.json"
    data = json.loads(path.read_text())
    data["format"] = 99
    path.write_text(json.dumps(data))
    with pytest.raises(NetError, match="format 99"):
        FixedNet.load(tmp_path)


def test_the_reference_refuses_what_the_port_cannot_carry():
    net = random_net(small_deep_set())
    x = random_inputs(net, 3)
    x[1, 2, 0] = PORT.high + PORT.lsb
    with pytest.raises(ExactnessError, match="port"):
        reference.run(net, x)
    x[1, 2, 0] = np.nan
    with pytest.raises(ExactnessError, match="port"):
        reference.run(net, x)


def test_the_reference_refuses_a_wrong_shape():
    net = random_net(small_deep_set())
    with pytest.raises(ExactnessError, match="shape"):
        reference.run(net, np.zeros((3, 16, 4)))


def test_a_deep_set_does_not_see_the_order_and_an_mlp_does():
    for graph, sees in ((small_deep_set(), False), (small_mlp(), True)):
        net = random_net(graph)
        x = random_inputs(net, 300)
        swapped = x.copy()
        swapped[:, [0, 1]] = swapped[:, [1, 0]]
        same = np.array_equal(reference.run(net, x)["logits"], reference.run(net, swapped)["logits"])
        assert same is not sees


def test_integer_arithmetic_gives_the_same_as_the_reference():
    """An independent witness: the same net in Python's exact fractions, jet by jet."""
    net = random_net(small_mlp())
    x = random_inputs(net, 40)
    expected = reference.run(net, x)["logits"]
    for jet, outputs in zip(x, expected, strict=True):
        assert [float(v) for v in outputs] == _in_fractions(net, jet)


def _in_fractions(net, jet):
    values = _cast(net.types["inputs"], [Fraction(float(v)) for v in jet.reshape(-1)])
    for layer in ("hidden0", "hidden1", "logits"):
        kernel, bias = net.weights[f"{layer}.kernel"], net.weights[f"{layer}.bias"]
        values = [
            sum((v * Fraction(float(w)) for v, w in zip(values, column, strict=True)), Fraction(float(b)))
            for column, b in zip(kernel.T, bias, strict=True)
        ]
        if layer != "logits":
            values = _cast(net.types[f"{layer}_relu"], [max(v, Fraction(0)) for v in values])
    return [float(v) for v in values]


def _cast(t, values):
    bits = zip(*(np.broadcast_to(b, len(values)).tolist() for b in (t.signed, t.integer, t.fraction)), strict=True)
    return [_cast_one(k, i, f, t.overflow, v) for (k, i, f), v in zip(bits, values, strict=True)]


def _cast_one(k, i, f, overflow, value):
    if k + i + f <= 0:
        return Fraction(0)
    m = (value * Fraction(2) ** f + Fraction(1, 2)).__floor__()  # RND
    low, high = -k * 2 ** (i + f), 2 ** (i + f) - 1
    m = min(max(m, low), high) if overflow == "SAT" else (m - low) % (high - low + 1) + low
    return Fraction(m) / Fraction(2) ** f


def test_the_key_is_of_the_numbers_and_not_of_a_compressed_file(monkeypatch):
    net = random_net(small_mlp())
    key = net.key
    monkeypatch.setattr(np, "savez_compressed", np.savez)  # another zlib would also write other bytes
    assert random_net(small_mlp()).key == key == "73b405be99fc"


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("types", "candidates", "integer"), 10**6, "no type here has more than 1000"),
        (("types", "candidates", "fraction"), -(10**6), "no type here has more than 1000"),
        (("types", "candidates", "integer"), 10**30, "must be whole numbers of bits"),
        (("types", "candidates", "integer"), [1, 2, 3, 4, 5, 6, 7], "do not fit tensor 'candidates'"),
    ],
)
def test_bit_widths_that_cannot_be_are_refused_with_the_file(place, value, message, tmp_path):
    random_net(small_mlp()).save(tmp_path)
    path = tmp_path / "net.json"
    data = json.loads(path.read_text())
    data[place[0]][place[1]][place[2]] = value
    path.write_text(json.dumps(data))
    with pytest.raises(NetError, match=rf"net\.json: broken \(.*{message}.*freeze the model again"):
        FixedNet.load(tmp_path)


def test_weights_that_their_type_does_not_hold_are_refused_with_the_file(tmp_path):
    net = random_net(small_mlp())
    net.save(tmp_path)
    name = next(iter(net.weights))
    arrays = npz_arrays(tmp_path / "net.npz")
    np.savez(tmp_path / "net.npz", **arrays | {name: np.full_like(arrays[name], 2**40)})
    with pytest.raises(NetError, match=rf"net\.json: broken \({name} has values that its type .* does not hold"):
        FixedNet.load(tmp_path)
