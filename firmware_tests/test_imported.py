"""Models of a user's own, from their file to firmware with one command."""

from pathlib import Path

from typer.testing import CliRunner

from codesign.cli.app import app
from codesign.net.agreement import CONTRACT_INPUTS, OVERFLOW_SAMPLES
from codesign.runs.proof import agreements
from codesign.runs.run import Run
from codesign.training.frontends.qkeras_import import prefer_modules
from codesign.training.importers import batch_norm
from tests.training.importers import cms_model

prefer_modules()


def test_the_published_network_of_cms_with_inputs_of_24_bits(tmp_path: Path) -> None:
    """Both heads, and the whole contract: 0 differing outputs of QKeras, csim and RTL."""
    path = cms_model.published(tmp_path / "tagger.keras")
    options = ["--port", "ap_fixed<24,12>", "--drop-softmax", "--prove", "-o", str(tmp_path / "run")]
    result = CliRunner().invoke(app, ["freeze", str(path), *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    run = Run.open(tmp_path / "run")
    assert run.net.graph.outputs == ("Dense_3_jetID", "pT_output")
    assert run.net.port.size == (cms_model.CANDIDATES, cms_model.FEATURES)
    found = {(a.witness, a.inputs): a for a in agreements(run)}
    assert {witness for witness, _ in found} == {"framework", "csim", "rtl"}
    assert all(a.exact for a in found.values()), found
    for witness in ("framework", "csim", "rtl"):
        assert found[witness, "random"].samples == CONTRACT_INPUTS * (cms_model.CLASSES + 1)
        assert found[witness, "overflow"].samples == OVERFLOW_SAMPLES * (cms_model.CLASSES + 1)
    cost = run.read(batch_norm.COST)
    assert cost["layers"][0]["multiplications"] == cms_model.CANDIDATES * cms_model.FEATURES
    assert cost["outputs"][0]["largest_difference"] > 0  # told, and not hidden
    assert run.current("verdict.json")
