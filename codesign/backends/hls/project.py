"""The record of a written HLS project: everything that csim and reports need, without hls4ml."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from codesign.backends.hls.sharing import Sharing
from codesign.backends.schemas import HLS_PROJECT
from codesign.base.files import write_atomic
from codesign.base.records import read_firmware
from codesign.errors import BackendError
from codesign.net.fixedpoint import FixedPoint

FORMAT = 1
FILE = "hls_project.json"


@dataclass(frozen=True)
class Tensor:
    """A Graph's tensor in the C++. layer: the layer that writes it; shape: of one jet."""

    layer: str
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Number of elements."""
        size = 1
        for length in self.shape:
            size *= length
        return size


@dataclass(frozen=True)
class HlsProject:
    """A Vitis HLS project in `folder`.

    name: the top function; net: the key of its FixedNet; clock_uncertainty_percent: the part of the period that Vitis
    HLS leaves free; tensors: by op name, in graph order; port_type: the type of the input values; sharing: how its
    logic is shared over several clocks, None if it is not.
    """

    folder: Path
    name: str
    net: str
    tool: str
    part: str
    clock_ns: float
    clock_uncertainty_percent: float
    port: str
    outputs: tuple[str, ...]
    tensors: Mapping[str, Tensor]
    port_type: FixedPoint
    sharing: Sharing | None = None

    @property
    def namespace(self) -> str:
        """The C++ namespace of the design, so that several designs can be part of one program."""
        return f"d_{self.net}"

    def save(self, folder: Path) -> None:
        """Writes the record into a project folder, without the path of that folder."""
        data: dict[str, Any] = {"format": FORMAT, **asdict(self), "port_type": self.port_type.to_dict()}
        del data["folder"]
        if self.sharing is None:
            del data["sharing"]
        write_atomic(folder / FILE, (json.dumps(data, indent=1) + "\n").encode())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads what `save` wrote; BackendError if the folder holds no project of this version."""
        path = folder / FILE
        data = read_firmware(path, f"codesign convert {folder.parent}", HLS_PROJECT, FORMAT)
        try:
            tensors = {name: Tensor(t["layer"], tuple(t["shape"])) for name, t in data.pop("tensors").items()}
            port_type = FixedPoint.from_dict(data.pop("port_type"))
            outputs = tuple(data.pop("outputs"))
            shared = Sharing(**data.pop("sharing")) if "sharing" in data else None
            return cls(folder=folder, tensors=tensors, port_type=port_type, outputs=outputs, sharing=shared, **data)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise BackendError(f"{path}: broken ({error}); convert the net again") from None
