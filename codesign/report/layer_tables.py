"""The survivors of a sweep, layer by layer: bits and cost, in one table for all with the same layer names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign.backends import RTL, backend
from codesign.net.layer_bits import Layer, layers
from codesign.report.record import Report
from codesign.runs.run import Run
from codesign.runs.words import words_port


@dataclass(frozen=True)
class LayerTable:
    """Survivors whose layers have the same names; layers[i][j] is layer j of report i."""

    reports: tuple[Report, ...]
    layers: tuple[tuple[Layer, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the layers."""
        return tuple(layer.name for layer in self.layers[0])

    @property
    def most_bits(self) -> float:
        """The largest mean width in bits, of weights or inputs: the darkest shade of the table."""
        means = [bits for row in self.layers for layer in row for bits in (layer.weight_bits, layer.input_bits)]
        return max((bits for bits in means if bits is not None), default=1.0)

    def bit_operations(self, number: int) -> int:
        """Effective bit operations (EBOPs) of design `number`, summed over its layers."""
        return sum(layer.ebops for layer in self.layers[number])

    def adders(self, number: int) -> float | None:
        """Cost of the adders of design `number`, summed over its layers; None if it has no RTL."""
        known = [layer.adders for layer in self.layers[number] if layer.adders is not None]
        return sum(known) if known else None


def layer_tables(survivors: Sequence[Report]) -> tuple[LayerTable, ...]:
    """One table per set of layer names; survivors, and tables by their first survivor, in the order of `kept`."""
    groups: dict[tuple[str, ...], list[tuple[Report, tuple[Layer, ...]]]] = {}
    for report in survivors:
        if report.net:
            layers = _layers(Run(report.folder, report.design))
            groups.setdefault(tuple(layer.name for layer in layers), []).append((report, layers))
    return tuple(
        LayerTable(tuple(report for report, _ in pairs), tuple(layers for _, layers in pairs))
        for pairs in groups.values()
    )


def _layers(run: Run) -> tuple[Layer, ...]:
    """The layers of a run's net, with the cost of their adders if it has RTL of this net."""
    target, folder = backend(RTL), run.folder / RTL
    if not target.is_made_from(folder, run.net.key):
        return layers(run.net)
    return layers(run.net, target.layer_costs(folder, run.net, words_port(run.design)))
