"""Survivors of a sweep, layer beside layer: bits and cost of those whose layers have the same names in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign.net.layer_bits import Layer, layers
from codesign.report.record import Report
from codesign.runs.run import Run
from codesign.runs.words import rtl_front


@dataclass(frozen=True)
class LayerTable:
    """Survivors with layers of the same names: layers[i][j] is layer j of report i."""

    reports: tuple[Report, ...]
    layers: tuple[tuple[Layer, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the layers."""
        return tuple(layer.name for layer in self.layers[0])

    @property
    def most_bits(self) -> float:
        """The widest mean, for the shades of the table."""
        means = [bits for row in self.layers for layer in row for bits in (layer.weight_bits, layer.input_bits)]
        return max((bits for bits in means if bits is not None), default=1.0)

    def bit_operations(self, number: int) -> int:
        """Effective bit operations of a design's layers together."""
        return sum(layer.ebops for layer in self.layers[number])

    def adders(self, number: int) -> float | None:
        """Cost of the adders of a design's layers together, None where its RTL is not there."""
        known = [layer.adders for layer in self.layers[number] if layer.adders is not None]
        return sum(known) if known else None


def layer_tables(kept: Sequence[Report]) -> tuple[LayerTable, ...]:
    """A table for all survivors with layers of the same names, in the order of the best of each."""
    groups: dict[tuple[str, ...], list[tuple[Report, tuple[Layer, ...]]]] = {}
    for report in kept:
        if report.net:
            found = _layers(Run(report.folder, report.design))
            groups.setdefault(tuple(layer.name for layer in found), []).append((report, found))
    return tuple(
        LayerTable(tuple(report for report, _ in pairs), tuple(found for _, found in pairs))
        for pairs in groups.values()
    )


def _layers(run: Run) -> tuple[Layer, ...]:
    """The layers of a net, with their adders where its RTL is there."""
    from codesign.backends.rtl import adder_costs as rtl_layers
    from codesign.backends.rtl import convert as rtl  # alkaid takes a second to import

    folder = run.folder / "rtl"
    if not rtl.is_made_from(folder, run.net.key):
        return layers(run.net)
    return layers(run.net, rtl_layers.adder_costs(folder, run.net, rtl_front(run.design)))
