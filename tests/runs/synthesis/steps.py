"""Steps that several modules of tests take with the stand-ins, and what they expect of all results."""

from codesign.runs.synthesis import stages as flow
from tests.runs.synthesis import vivado_reports

VITIS = ("vitis_hls",)
VIVADO = ("vivado",)


def only(results):
    assert len(results) == 1
    return results[0]


def routed(install, run, **act):
    install("vivado", vsynth={"files": vivado_reports.vivado_files()} | act)
    return flow.synthesise(run, "vivado")
