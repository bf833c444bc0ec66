"""Settings with which an HLS project shares its logic over several clocks, and their effect on its layers.

hls4ml 1.3 has two styles. `pipeline`: the top function takes an input every `interval_cycles` clocks, and Vitis HLS
decides what to share. `dataflow`: each layer is a separate process, and a Dense layer on all candidates takes some of
them at a time. In both styles, a Dense layer may use a multiplier `reuse` times. Results stay the same; the savings
are known only after a run of Vitis HLS.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from codesign.backends.hls.records import HlsLayer
from codesign.errors import BackendError

Style = Literal["pipeline", "dataflow"]


@dataclass(frozen=True)
class Sharing:
    """How logic is shared. interval_cycles: the requested clocks from one jet to the next.

    Raises BackendError for an interval below 1.
    """

    interval_cycles: int = 1
    style: Style = "pipeline"

    def __post_init__(self) -> None:
        if self.interval_cycles < 1:
            raise BackendError(f"the interval is {self.interval_cycles} clocks; it must be 1 or more")

    @property
    def pragma(self) -> str:
        """The HLS pragma of the top function."""
        return f"PIPELINE II={self.interval_cycles}" if self.style == "pipeline" else "DATAFLOW"

    def applied(self, layers: Sequence[HlsLayer]) -> list[HlsLayer]:
        """The layers with their parallelisation and reuse; BackendError if two dataflow processes read one tensor."""
        if self.style == "dataflow":
            readers = Counter(name for layer in layers for name in layer.inputs)
            if twice := [name for name, count in readers.items() if count > 1]:
                raise BackendError(
                    f"{twice[0]!r} is read by {readers[twice[0]]} layers, and a dataflow region hands an array to one"
                    " process only; use the style pipeline"
                )
        return [self._of(layer) for layer in layers]

    def _of(self, layer: HlsLayer) -> HlsLayer:
        if layer.kind != "Dense":
            return layer
        partitions, fields = 1, {"reuse": self.interval_cycles}
        if len(layer.shape) == 2 and self.style == "dataflow":
            partitions = self.partitions(layer.shape[0])
            fields = {
                "reuse": self.interval_cycles // partitions,
                "parallelization_factor": layer.shape[0] // partitions,
            }
        return replace(layer, fields={**layer.fields, **fields})

    def partitions(self, candidates: int) -> int:
        """The number of groups in which candidates pass a layer: the largest divisor that fits the interval.

        hls4ml requires it to divide the number of candidates.
        """
        return max(turns for turns in range(1, self.interval_cycles + 1) if candidates % turns == 0)
