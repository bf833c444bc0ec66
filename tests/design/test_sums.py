"""Sums over a jet's candidates: by hand, in their ranges, in every architecture, and refused where they cannot be."""

from pathlib import Path

import numpy as np
import pytest

from codesign.backends.rtl import convert as rtl
from codesign.design.architectures import ARCHITECTURES
from codesign.design.architectures.config import ArchitectureConfig
from codesign.design.architectures.inputs import Inputs, reading
from codesign.design.architectures.net import Net
from codesign.design.architectures.sums import GROUPS, add_sums, names
from codesign.design.architectures.sums_table import markdown
from codesign.design.design import Design, JetsConfig
from codesign.errors import NetError
from codesign.jets.features import FEATURE_SETS, FEATURES, types_of
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import FixedPoint
from codesign.net.graph import Graph
from codesign.net.ops import Log2, Quantize
from tests.nets import REAL_PORT, random_inputs, random_net, with_sums

CMS20 = FEATURE_SETS["cms20"]
ALL = tuple(GROUPS)
LSB = {name: float(FEATURES[name].type.lsb) for name in CMS20}

# one jet of five candidates and three empty slots, in LSB
PHOTON = {"pt": 100, "deta": 3, "dphi": -4, "is_photon": 1}  # radius 5.5
MUON = {"pt": 50, "deta": -20, "dphi": 24, "is_muon_minus": 1, "dxy": 16}  # radius 34
PION = {"pt": 40, "deta": 0, "dphi": 8, "is_charged_hadron_plus": 1, "dxy": 7}  # radius 8: not below 8
KAON = {"pt": 30, "deta": -64, "dphi": 0, "is_charged_hadron_plus": 1, "dxy": 200}  # radius 64: not below 64
NEUTRON = {"pt": 20, "deta": 40, "dphi": 40, "is_neutral_hadron": 1}  # radius 60
BY_HAND = {
    "n": 5,
    "n_photon": 1,
    "n_muon_minus": 1,
    "n_neutral_hadron": 1,
    "n_charged_hadron_plus": 2,
    "n_charged": 3,
    "pt": 240,
    "pt_photon": 100,
    "pt_muon_minus": 50,
    "pt_neutral_hadron": 20,
    "pt_charged_hadron_plus": 70,
    "pt_charged": 120,
    "charge": 1,
    "pt_charge": 20,
    "n_within_8": 1,
    "n_within_16": 2,
    "n_within_32": 2,
    "n_within_64": 4,
    "pt_within_8": 100,
    "pt_within_16": 140,
    "pt_within_32": 140,
    "pt_within_64": 210,
    "n_dxy_8": 2,
    "n_dxy_16": 2,
    "n_dxy_32": 1,
    "pt_dxy_8": 80,
    "pt_dxy_16": 80,
    "pt_dxy_32": 30,
    "dxy": 223,
    "dxy_1": 200,
    "dxy_2": 16,
    "dxy_3": 7,
}


def jet(*candidates):
    """(1, 8, features) a jet in the network's units."""
    x = np.zeros((1, 8, len(CMS20)))
    for slot, candidate in enumerate(candidates):
        for name, m in {**candidate, "isfilled": 1}.items():
            x[0, slot, CMS20.index(name)] = m * LSB[name]
    return x


def graph_of(groups=ALL, log=False, candidates=8):
    net = Net(candidates, CMS20)
    last = add_sums(net, groups, log)
    return Graph(tuple(net.ops), (last,))


def exact_net(groups=ALL, log=False, candidates=8):
    return FixedNet.build(graph_of(groups, log=log, candidates=candidates), {}, {}, {"candidates": REAL_PORT})


def lsb_of(group, name):
    of = {"candidates": 1.0, "0.25 GeV": LSB["pt"], "1/64 sqrt(cm)": LSB["dxy"]}
    return of[next(one.unit for one in GROUPS[group].sums if one.name == name)]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 2, 0, 3, 1)])
def test_the_sums_of_a_jet_by_hand(order):
    candidates = [PHOTON, MUON, PION, KAON, NEUTRON]
    values = exact_net().run(jet(*(candidates[n] for n in order)))["sum_all"][0]
    sums = {
        name: values[position] / lsb_of(group, name)
        for position, (group, name) in enumerate((group, name) for group in ALL for name in names([group]))
    }
    assert sums == {name: BY_HAND.get(name, 0) for name in names(ALL)}


def test_an_empty_jet_sums_to_zero():
    assert not exact_net().run(jet())["sum_all"].any()


def test_the_logarithms_of_a_jet_by_hand():
    values = exact_net(log=True).run(jet(PHOTON, MUON, PION, KAON, NEUTRON))["sum_all"][0]
    sums = dict(zip(names(ALL), values, strict=True))
    # 1 + exponent, and three bits behind the leading one: 5 = 0b101, 240 = 0b1111_0000, 223 = 0b1101_1111
    assert sums["n"] == 3.25
    assert sums["pt"] == 8.875
    assert sums["dxy"] == 8.625
    assert sums["n_electron_plus"] == 0
    assert sums["n_photon"] == 1
    assert (sums["charge"], sums["pt_charge"] / LSB["pt"]) == (1, 20)  # signed sums stay as they are


@pytest.mark.parametrize("candidates", [3, 8, 16])
def test_sums_have_the_ranges_of_the_table_and_reach_them(candidates):
    net = exact_net(candidates=candidates)
    t = net.types["sum_all"]
    every = [(one, lsb_of(group, one.name)) for group in ALL for one in GROUPS[group].sums]
    expected = [
        FixedPoint.spanning(*(m * lsb for m in one.range(candidates)), int(-np.log2(lsb))) for one, lsb in every
    ]
    for n, kind in enumerate(expected):
        assert (t.signed[n], t.integer[n], t.fraction[n]) == (kind.signed, kind.integer, kind.fraction), every[n]
    full = np.broadcast_to(REAL_PORT.high, net.port.size)[None]
    centre = np.where(np.isin(CMS20, ("deta", "dphi")), 0.0, full)
    highest = net.run(centre)["sum_all"][0]
    for n, (one, lsb) in enumerate(every):
        assert highest[n] == (0 if one.low < 0 else one.range(candidates)[1] * lsb), one.name


def test_a_logarithm_has_as_many_octaves_as_its_sum():
    net = exact_net(log=True, candidates=16)
    for op in net.graph.ops:
        if isinstance(op, Log2):
            x = net.types[op.inputs[0]]
            assert op.octaves == int(x.integer.max()) - op.lowest
            assert op.lowest == -int(x.fraction.max())


@pytest.mark.parametrize("log", [False, True])
def test_the_logic_of_all_sums_is_exact(log):
    net = exact_net(log=log)
    logic = rtl.trace_net(net)
    x = np.concatenate([random_inputs(net, 2000), jet(PHOTON, MUON, PION, KAON, NEUTRON)])
    assert np.array_equal(logic.predict(x.reshape(len(x), -1)), net.run(x)["sum_all"])


def test_masks_and_counts_are_shallow_logic():
    logic = rtl.trace_net(exact_net(candidates=16))
    # the absolute values, one adder, the masks, and four levels of adders whose carries are counted
    assert max(op.latency for op in logic.ops) < 8 * rtl.ADDER_LEVEL_DELAY


@pytest.mark.parametrize("name", [name for name in ARCHITECTURES if name != "trees"])  # which round nothing
@pytest.mark.parametrize(
    "inputs", [Inputs(sums=ALL, candidates=8), Inputs(sums=("pt", "dxy"), candidates=16, log=True)], ids=str
)
def test_every_architecture_reads_sums_beside_candidates(name, inputs):
    graph = with_sums(name, inputs, 16)
    assert Graph.from_dict(graph.to_dict()) == graph
    needed = set(graph.outputs)
    for op in reversed(graph.ops):
        needed |= set(op.inputs) if op.name in needed else set()
    reading = {op.name for op in graph.ops if isinstance(op, Quantize) and op.inputs[0] in graph.of_port} & needed
    assert {tuple(sorted(graph.sources(graph[op].inputs[0]) & {"candidates"})) for op in reading} == {
        (),
        ("candidates",),
    }
    net = random_net(graph, 2, port=REAL_PORT)
    assert net.run(random_inputs(net, 200))["logits"].std() > 0


@pytest.mark.parametrize("name", ["mlp", "moment_set", "table_set"])
def test_the_logic_of_networks_with_sums_is_exact(name):
    net = random_net(with_sums(name, Inputs(sums=ALL, candidates=4)), 2, port=REAL_PORT)
    logic = rtl.trace_net(net)
    x = random_inputs(net, 2000)
    assert np.array_equal(logic.predict(x.reshape(len(x), -1)), net.run(x)["logits"])


def test_a_network_without_candidates_has_only_its_layers_and_the_sums():
    graph = Design(architecture=ArchitectureConfig(name="mlp_sums")).graph
    own = [op.name for op in graph.ops if op.name not in graph.of_port]
    assert own == ["sums", "hidden0", "hidden0_relu", "hidden1", "hidden1_relu", "logits"]
    assert graph.shapes["sums"] == (len(names(ALL)),)
    assert graph.shapes["candidates"] == (16, 20)


def test_leading_candidates_alone():
    graph = Design(inputs=Inputs(candidates=8)).graph
    assert graph.shapes["candidates"] == (16, 20)
    assert graph.shapes["leading"] == (8, 20)
    assert [op.name for op in graph.consumers("candidates")] == ["leading"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"inputs": {"sums": ["cuonts"]}}, "no sums 'cuonts'.*counts"),
        ({"inputs": {"sums": ["pt", "pt"]}}, "named twice"),
        ({"inputs": {"candidates": 17}}, "inputs.candidates: the network cannot read 17 candidates"),
        ({"inputs": {"candidates": 0}}, "inputs.sums: a network without candidates needs sums"),
        ({"inputs": {"candidates": 0, "sums": ["pt"]}}, "'pool' of this architecture works on candidates"),
        ({"inputs": {"sums": ["dxy"]}, "jets": JetsConfig(features="pt_eta_phi")}, "'dxy' need the feature 'dxy'"),
        ({"inputs": {"sums": ["rings"]}, "jets": JetsConfig(features="pt_eta_phi")}, "feature 'isfilled'"),
        ({"inputs": {"sums": ["dxy_largest"]}, "jets": JetsConfig(candidates=2)}, "needs 3 candidates"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Design(**(changes | {"inputs": Inputs(**_as_tuples(changes["inputs"]))}))


def _as_tuples(inputs):
    return {name: tuple(value) if isinstance(value, list) else value for name, value in inputs.items()}


def test_a_network_without_a_vector_of_the_jet_has_no_place_for_sums():
    def build(candidates):
        net = Net(candidates, CMS20)
        return net.graph(net.inputs(), {"each": 3})  # an output for each candidate

    with pytest.raises(NetError, match="no vector of the jet"):
        reading(build, 8, CMS20, Inputs(sums=("pt",)))


def test_a_design_without_inputs_keeps_its_document_and_key():
    assert "inputs" not in Design().document()
    assert Design(inputs=Inputs()).key == Design().key
    assert Design(inputs=Inputs(sums=("pt",))).document()["inputs"] == {"sums": ["pt"]}
    keys = {Design(inputs=i).key for i in (Inputs(), Inputs(sums=("pt",)), Inputs(candidates=8), Inputs(log=True))}
    assert len(keys) == 4


def test_a_document_is_read_back():
    design = Design(inputs=Inputs(sums=("pt", "rings"), candidates=4))
    assert Design.model_validate_json(Design.model_validate(design).model_dump_json()) == design


def test_the_document_has_the_table():
    assert markdown() in Path("docs/networks.md").read_text()


def test_the_features_of_the_sums_are_those_of_the_port():
    assert {name for group in GROUPS.values() for name in group.needs} <= set(FEATURES)
    assert types_of(tuple(FEATURES.values())).low.shape == (20,)


def test_trees_have_no_settings_of_networks():
    trees = Design(architecture=ArchitectureConfig(name="trees"), frontend="xgboost")
    assert {"boosting", "jets"} <= set(trees.settings())
    assert not {"name", "precision", "pruning"} & set(trees.settings())
    assert {"precision", "pruning"} <= set(Design().settings())
