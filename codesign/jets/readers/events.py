"""Jets of files that list the candidates of whole events: the seeded cone of the firmware finds them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from codesign.base import extras
from codesign.errors import JetsError
from codesign.jets.readers.candidates import Chunk
from codesign.jets.readers.labels import meets
from codesign.jets.readers.quantise import TOO_SOFT, Quantised
from codesign.jets.readers.source import Cone, Source
from codesign.jets.words import ANGLE_LSB, FIELDS, PT_LSB_GEV, WORD_BITS, unpack

SPARE_BITS = f"words with bits beyond the {WORD_BITS} of a PUPPI candidate"
CUT_EVENTS = "events outside the cuts of the source"


def of_words(chunk: Chunk, column: str) -> Quantised:
    """The candidates of PUPPI words, bit for bit; an empty slot, the word 0, is none.

    Bits that belong to no field are a fault; they are ignored if the fault is repaired. Raises JetsError for a column
    of other numbers than unsigned 64-bit integers.
    """
    words = chunk.candidates[column]
    if words.dtype != np.uint64:
        raise JetsError(f"column {column} holds {words.dtype}, and PUPPI words are uint64")
    spare = words >> np.uint64(WORD_BITS) != 0
    fields = unpack(words)
    hard = fields["pt"] > 0
    jet_of = chunk.jet_of
    return Quantised(
        fields={name: values[hard] for name, values in fields.items()},
        jets={},
        jet_of=jet_of[hard],
        bad=np.bincount(jet_of[spare], minlength=len(chunk)) > 0,
        mass_gev=np.zeros(len(chunk)),
        candidates=np.bincount(jet_of[hard], minlength=len(chunk)),
        counts=Counter({TOO_SOFT: int(((words != 0) & ~hard).sum())}),
        faults=Counter({SPARE_BITS: int(spare.sum())}),
        totals=Counter(),
    )


def jets_of_events(source: Source, cone: Cone, chunk: Chunk, whole: Quantised, slots: int) -> tuple[Chunk, Quantised]:
    """The jets in events, which `chunk` and `whole` hold in the place of jets, and the candidates of each jet.

    Of a jet, the `slots` hardest candidates are listed. Events outside the cuts of the source have no jets. Raises
    JetsError without Numba, on which the seeded cone depends.
    """
    if (problem := extras.unimportable("finding jets in whole events", "readers", ("numba",))) is not None:
        raise JetsError(problem)
    from codesign.jets.seeded_cone import MOST_JETS, RADIUS, seeded_cone

    stays = meets(source.cuts, chunk.jets, len(chunk))
    whole.counts[CUT_EVENTS] += int((~stays).sum())
    used = stays[whole.jet_of]
    fields = {name: values[used] for name, values in whole.fields.items()}
    offsets = np.append(0, np.cumsum(np.bincount(whole.jet_of[used], minlength=len(chunk))))
    pt_min, eta_max = int(np.ceil(cone.pt_min_gev / PT_LSB_GEV)), int(cone.eta_max / ANGLE_LSB)
    table = source.table
    jets = seeded_cone(fields, offsets, RADIUS[table], MOST_JETS[table], pt_min, eta_max, slots)
    listed = jets.members >= 0
    members = jets.members[listed]
    of_jets: dict[str, NDArray[np.int64]] = {"pt": jets.pt, "eta": jets.eta, "phi": jets.phi}
    clustered = replace(
        whole,
        fields={name: fields[name][members] for name in FIELDS},
        jets=of_jets,
        jet_of=np.nonzero(listed)[0],
        bad=whole.bad[jets.event],
        mass_gev=jets.mass_gev,
        candidates=jets.candidates,
    )
    columns = {name: values[jets.event] for name, values in chunk.jets.items()}
    return Chunk(columns, jets.candidates, {}, chunk.event[jets.event]), clustered
