"""Files of real events, against what uproot reads of them, event by event."""

from pathlib import Path

import numpy as np
import pytest
import uproot

from codesign.jets.readers import convert
from codesign.jets.store import load
from codesign.jets.words import unpack

FILES = Path(__file__).parents[2] / "build/real_files"
NANO = {"Jet": "FatJet", "cands": "PFCand", "links": ("FatJetPFCand_jetIdx", "FatJetPFCand_pfCandIdx"), "table": "sc8"}
PFNANO = {"Jet": "Jet", "cands": "PFCands", "links": ("JetPFCands_jetIdx", "JetPFCands_pFCandsIdx"), "table": "sc4"}


@pytest.mark.real_files
@pytest.mark.parametrize(
    ("name", "names", "count"), [("nano_tt_v15", NANO, 62), ("pfnano", PFNANO, 64), ("pfnano_rntuple", PFNANO, 64)]
)
def test_jets_of_real_events_have_the_candidates_that_uproot_reads(tmp_path: Path, name, names, count) -> None:
    result = convert.import_jets(convert.Request([FILES / f"{name}.root"]), tmp_path / "jets.npz", lambda line: None)
    assert result.jets == count
    assert not +result.faults
    table = load(tmp_path / "jets.npz").table(names["table"])
    jet_link, candidate_link = names["links"]
    columns = [jet_link, candidate_link, f"{names['Jet']}_pt", f"{names['cands']}_pt", f"{names['cands']}_eta"]
    events = uproot.open(FILES / f"{name}.root")["Events"].arrays(columns).to_list()
    row = 0
    for event in events:
        for jet, pt in enumerate(event[columns[2]]):
            of_jet = [c for j, c in zip(event[jet_link], event[candidate_link], strict=True) if j == jet]
            if not of_jet:
                continue
            pts = np.rint([event[columns[3]][c] * 4 for c in of_jet]).astype(int)
            etas = np.rint([event[columns[4]][c] * 720 / np.pi for c in of_jet]).astype(int)
            expected = sorted(((p, e) for p, e in zip(pts, etas, strict=True) if p), key=lambda pair: -pair[0])
            fields = unpack(table.words[row])
            filled = fields["pt"] > 0
            read = list(zip(fields["pt"][filled].tolist(), fields["eta"][filled].tolist(), strict=True))
            assert read == expected[: table.slots]
            assert table.scalars["pt"][row] == round(pt * 4)
            row += 1
    assert row == count
