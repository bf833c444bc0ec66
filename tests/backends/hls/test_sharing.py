"""HLS projects that are asked for a jet every few clocks; firmware_tests/ compiles them."""

from pathlib import Path

import pytest

from codesign.backends.hls import convert as hls4ml
from codesign.backends.hls import readback as hls_readback
from codesign.backends.hls.layers import emit
from codesign.backends.hls.project import HlsProject
from codesign.backends.hls.sharing import Sharing, Style
from codesign.errors import BackendError
from codesign.net.fixednet import FixedNet
from tests.nets import random_net, small, small_deep_set

NET = random_net(small_deep_set(), seed=3)
PART = "xcvu13p-flga2577-2-e"


def convert(net: FixedNet, folder: Path, sharing: Sharing | None) -> HlsProject:
    return hls4ml.convert(net, folder, part=PART, clock_ns=2.778, sharing=sharing)


@pytest.mark.parametrize(
    ("interval", "style", "pragma", "partitions"),
    [
        (1, "pipeline", "PIPELINE II=1", 1),
        (3, "pipeline", "PIPELINE II=3", 1),
        (3, "dataflow", "DATAFLOW", 2),
        (9, "dataflow", "DATAFLOW", 8),
    ],
)
def test_the_project_says_what_was_asked(
    interval: int, style: Style, pragma: str, partitions: int, tmp_path: Path
) -> None:
    sharing = Sharing(interval, style)
    project = convert(NET, tmp_path / "hls", sharing)
    assert HlsProject.load(tmp_path / "hls") == project
    assert project.sharing == sharing
    facts = hls_readback.written_facts(tmp_path / "hls", project)
    assert facts["project", "pipelining"] == pragma
    assert facts["phi0", "n_partitions"] == str(partitions)
    assert facts["phi0", "reuse_factor"] == str(interval if style == "pipeline" else interval // partitions)
    assert facts["rho0", "reuse_factor"] == str(interval)


def test_a_project_that_shares_otherwise_is_refused(tmp_path: Path) -> None:
    sharing = Sharing(2, "dataflow")
    project = convert(NET, tmp_path / "hls", sharing)
    parameters = tmp_path / "hls" / "firmware" / "parameters.h"
    parameters.write_text(parameters.read_text().replace("n_partitions = 2", "n_partitions = 4"))
    with pytest.raises(BackendError, match="changed the n_partitions of 'phi0': asked 2, got 4"):
        hls_readback.check(tmp_path / "hls", project, sharing.applied(emit(NET)))


def test_without_sharing_nothing_changes(tmp_path: Path) -> None:
    convert(NET, tmp_path / "plain", None)
    convert(NET, tmp_path / "one", Sharing())
    assert '"sharing"' not in (tmp_path / "plain" / "hls_project.json").read_text()
    for name in ("firmware/tagger.cpp", "firmware/parameters.h", "firmware/defines.h"):
        assert (tmp_path / "plain" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


def test_what_cannot_be_shared_is_named() -> None:
    forked = random_net(small("jedi_linear"), seed=1)
    with pytest.raises(BackendError, match="read by 2 layers"):
        Sharing(2, "dataflow").applied(emit(forked))
    with pytest.raises(BackendError, match="interval is 0 clocks"):
        Sharing(0)
