"""Each thing that hls4ml could have written otherwise is changed in a project, and must be found."""

import re

import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import readback as hls_readback
from codesign.backends.hls.layers import emit
from codesign.errors import BackendError
from firmware_tests import nets as hard_nets
from tests.nets import random_net, small_deep_set

PART = "xcvu13p-flga2577-2-e"
NET = random_net(small_deep_set())
EVERY_NET = hard_nets.random_net(hard_nets.EVERY_OPERATION, hard_nets.RARE, seed=1, per_candidate=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return hls4ml.convert(NET, tmp_path_factory.mktemp("project") / "hls", part=PART, clock_ns=2.5)


@pytest.fixture(scope="module")
def every_operation(tmp_path_factory):
    return hls4ml.convert(EVERY_NET, tmp_path_factory.mktemp("every") / "hls", part=PART, clock_ns=2.5)


@pytest.fixture(scope="module")
def comparisons(tmp_path_factory):
    net, folder = hard_nets.NETS["comparisons"], tmp_path_factory.mktemp("comparisons") / "hls"
    return hls4ml.convert(net, folder, part=PART, clock_ns=2.5)


TAMPERED = [
    ("firmware/defines.h", r"ap_fixed<(\d+),(\d+)> phi0_accum_t", r"ap_fixed<\1,1> phi0_accum_t", "accum type.*phi0"),
    ("firmware/defines.h", r"ap_fixed<(\d+),(\d+)> logits_t", r"ap_fixed<\1,\2,AP_RND> logits_t", "result.*logits"),
    ("firmware/defines.h", r"ap_fixed<(\d+),(\d+)> phi1_weight_t", r"ap_fixed<2,1> phi1_weight_t", "weight.*phi1"),
    ("firmware/defines.h", r"ap_fixed<(\d+),(\d+)> candidates_t", r"ap_fixed<16,6> candidates_t", "candidates"),
    ("firmware/weights/phi1_kernel.h", r"= {[-\d.]+", "= {7.5", r"kernel\[0\].*phi1.*7\.5"),
    ("firmware/weights/logits_bias.h", r"= {[-\d.]+, ", "= {", r"bias.*logits"),
    ("firmware/parameters.h", r"n_partitions = 1;", "n_partitions = 2;", "n_partitions.*phi0.*asked 1, got 2"),
    ("firmware/parameters.h", r"reuse_factor = 1;", "reuse_factor = 4;", "multiplier reuse_factor of 'phi0'"),
    ("firmware/parameters.h", r"strategy = nnet::latency", "strategy = nnet::resource", "strategy of 'phi0'"),
    (
        "firmware/parameters.h",
        r"(struct config\d+ : nnet::conv1d.*?)factor = 1",
        r"\1factor = 8",
        "reuse_factor of 'phi0'",
    ),
    (
        "firmware/parameters.h",
        r"(struct config\d+ : nnet::dense_config.*?nonzeros.*?)mult<",
        r"\1weight_ternary<",
        "product",
    ),
    ("firmware/parameters.h", r"shift = 4", "shift = 3", "shift.*pool"),
    ("firmware/parameters.h", r"nnet::DenseLatency", "nnet::DenseResource_rf_leq_nin", "multiplier kernel of 'phi0'"),
    ("firmware/nnet_utils/nnet_code_gen.h", r"AP_RND,AP_SAT", "AP_TRN,AP_SAT", "type of element 0.*inputs"),
    ("firmware/nnet_utils/nnet_code_gen.h", r"(void pool[^<]*)<\d+", r"\1<1", "type of element 0.*pool"),
    ("firmware/tagger.cpp", r"PIPELINE II=1", "PIPELINE II=2", "pipelining"),
    ("firmware/tagger.cpp", r"#pragma HLS PIPELINE II=1", "#pragma HLS DATAFLOW", "pipelining"),
    ("firmware/tagger.cpp", r"\(phi0_relu, phi1,", "(phi0_relu_exact, phi1,", "source.*phi1"),
    ("firmware/tagger.cpp", r"\n.*// rho0_relu_exact\n", "\n", "layers"),
    ("firmware/tagger.cpp", r"nnet::relu<phi0_t", "nnet::linear<phi0_t", "function.*phi0_relu_exact"),
    ("firmware/tagger.cpp", r"pool_t pool\[5\]", "pool_t pool[4]", "size.*pool"),
    ("firmware/tagger.cpp", r"namespace d_\w+ {", "namespace d_0 {", "namespace"),
    ("project.tcl", PART, "xcvu9p-flga2104-2L-e", "part.*xcvu13p.*xcvu9p"),
    ("project.tcl", r"clock_period 2.5", "clock_period 5", "clock period.*asked 2.5, got 5"),
    ("project.tcl", r"12.5%", "27%", "clock uncertainty"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), TAMPERED)
def test_every_substitution_is_an_error(project, file, old, new, message):
    check_that_tampering_is_found(NET, project, file, old, new, message)


PARAMETERS, GENERATED = "firmware/parameters.h", "firmware/nnet_utils/nnet_code_gen.h"
TAMPERED_LAYERS = [
    (PARAMETERS, r"(// columns\n.*?map\[28\] = {0), 7,", r"\1, 8,", r"from\[1\] of 'columns': asked 7, got 8"),
    (PARAMETERS, r"(// columns\n.*?)map\[28\]", r"\1map[27]", r"from of 'columns'.*map of 28.*map of 27"),
    (PARAMETERS, r"(// columns\n.*?)return map\[i\]", r"\1return i", r"from of 'columns'.*asked map of 28, got i"),
    (PARAMETERS, r"(// first\n.*?)return i;", r"\1return i + 1;", "from of 'first'.*got i [+] 1"),
    (PARAMETERS, r"(// three\n.*?n_first =) 16", r"\1 15", "n_first of 'three'"),
    (PARAMETERS, r"(// outer\n.*?{0, 1), 0", r"\1, 2", r"right\[2\] of 'outer'"),
    (PARAMETERS, r"(// products_exact\n.*?inner =) 4", r"\1 3", "inner of 'products_exact'"),
    (PARAMETERS, r"(// products_exact\n.*?)ap_fixed<\d+", r"\1ap_fixed<9", "accum type of 'products_exact'"),
    (PARAMETERS, r"(// falling_exact\n.*?falling =) 1", r"\1 0", "falling of 'falling_exact'"),
    (PARAMETERS, r"(// cube_mean_exact\n.*?outer =) 4", r"\1 2", "outer of 'cube_mean_exact'"),
    (GENERATED, r"(edge3\[16\] = {)-?\d+", r"\g<1>99", "entry 0 of table 3 of 'tables_exact'.*got 99"),
    (GENERATED, r"(edge3\[16\] = {-?\d+, )-?\d+, ", r"\1", "entry 1 of table 3 of 'tables_exact'"),
    (GENERATED, r"(edge3\[inp\[first \+ )3\]", r"\g<1>4]", "index of table 3 of 'tables_exact'"),
    (GENERATED, r"(edge3\[inp\[first \+ 3\]\.range\()\d", r"\g<1>9", "index of table 3 of 'tables_exact'"),
    (GENERATED, r"first < 21;", "first < 18;", "loop of 'tables_exact': asked 21 by 21, got 18 by 21"),
    (GENERATED, r"(above1 = x\d+ >= )-?\d+", r"\g<1>99", "comparison 1 of 'decision'.*got x.*>= 99"),
    (GENERATED, r"(reached0 = )\(.*\)", r"\g<1>0", "leaf reached in tree 0 of 'decision'.*got 0"),
    (GENERATED, r"(leaf0\[\d\]\[1\] = {{)-?\d+", r"\g<1>99", "leaves of tree 0 of 'decision'"),
    (GENERATED, r"leaf0\[reached0\]\[0\] \+ ", "", "sum 0 of 'decision'"),
    ("firmware/tagger.cpp", r"codesign::add<", "codesign::multiply<", "function of 'outer'"),
    ("firmware/tagger.cpp", r"\(outer, one, ", "(one, outer, ", "source of 'three_first2'"),
    ("firmware/tagger.cpp", r"\(rising, falling, gated_exact\)", "(rising, falling, gated)", "gated_exact"),
    ("firmware/tagger.cpp", r"auto& cube = pairs", "auto& cube = pairs_again", "source of 'cube'"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), TAMPERED_LAYERS)
def test_every_substitution_in_our_own_layers_is_an_error(every_operation, file, old, new, message):
    check_that_tampering_is_found(EVERY_NET, every_operation, file, old, new, message)


TAMPERED_COMPARISONS = [
    (
        PARAMETERS,
        r"(// inside\n.*?long long map\[15\] = {)-48",
        r"\1-50",
        r"level\[0\] of .inside.*-48, got -50",
    ),
    (PARAMETERS, r"(// rings\n.*?below =) 0", r"\1 1", "below of 'rings'"),
    (PARAMETERS, r"(// wide\n.*?largest =) 1", r"\1 0", "largest of 'wide'"),
    (PARAMETERS, r"(// leading\n.*?places =) 3", r"\1 2", "places of 'leading'"),
    (PARAMETERS, r"(// leading_log\n.*?octaves =) 3", r"\1 4", "octaves of 'leading_log'"),
    ("firmware/tagger.cpp", r"codesign::gate<", "codesign::add<", "function of 'in_rings_exact'"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), TAMPERED_COMPARISONS)
def test_every_substitution_in_comparisons_is_an_error(comparisons, file, old, new, message):
    check_that_tampering_is_found(hard_nets.NETS["comparisons"], comparisons, file, old, new, message)


def check_that_tampering_is_found(net, project, file, old, new, message):
    path = project.folder / file
    honest = path.read_text()
    tampered, count = re.subn(old, new, honest, count=1, flags=re.DOTALL if ".*?" in old else 0)
    assert count == 1
    path.write_text(tampered)
    try:
        with pytest.raises(BackendError, match=message):
            hls_readback.check(project.folder, project, emit(net))
    finally:
        path.write_text(honest)
    hls_readback.check(project.folder, project, emit(net))
