"""C simulation from PUPPI words equals the reference, feature by feature, on real words and on those at all edges."""

import numpy as np
import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import words_csim
from codesign.backends.words_port import WordsPort, contract_jets
from codesign.errors import BackendError
from codesign.net import reference
from tests.words import PART, net_of, shipped_jets

PORTS = {"sorted": WordsPort(), "unsorted": WordsPort("kinematics+id", 8, sorted_input=False)}


@pytest.fixture(scope="module", params=PORTS)
def project(request, tmp_path_factory):
    port = PORTS[request.param]
    folder = tmp_path_factory.mktemp("words") / "hls"
    hls4ml.convert(net_of(port), folder, part=PART, clock_ns=2.6, words=port)
    words_csim.compile_csim(folder)
    return folder, net_of(port), port


def test_csim_from_words_equals_the_reference(project):
    folder, net, port = project
    for kind, jets in contract_jets({"jets": shipped_jets(10_000, shuffled=not port.sorted_input)}).items():
        entering = port.prepared(jets)
        x = port.features(entering)
        expected = {net.port.name: x, **reference.run(net, x)}
        got = words_csim.run_csim(folder, net, port, entering)
        assert set(got) == set(expected)
        for name, values in expected.items():
            assert values.reshape(len(values), -1).std(axis=0).any()
            assert np.array_equal(got[name], values), (kind, name)


def test_a_wrong_bit_position_is_found(project, tmp_path):
    folder, net, port = project
    header = folder / "firmware" / "nnet_utils" / "nnet_puppi_features.h"
    right = header.read_text()
    assert "word.range(25, 14)" in right
    header.write_text(right.replace("word.range(25, 14)", "word.range(24, 13)"))
    jets = port.prepared(shipped_jets(100, shuffled=not port.sorted_input))
    try:
        words_csim.compile_csim(folder)
        assert not np.array_equal(words_csim.run_csim(folder, net, port, jets)[net.port.name], port.features(jets))
    finally:
        header.write_text(right)
    words_csim.compile_csim(folder)


def test_time_limits_are_kept(project):
    folder, net, port = project
    jets = port.prepared(shipped_jets(2000, shuffled=not port.sorted_input))
    with pytest.raises(BackendError, match=r"longer than 0\.001 s for 2000 jets"):
        words_csim.run_csim(folder, net, port, jets, timeout_s=0.001)
