"""Files of boosted trees, told apart by their content."""

from __future__ import annotations

import hashlib
import json
from importlib import import_module
from pathlib import Path
from typing import Any

from codesign.base import extras
from codesign.errors import FrontendError
from codesign.net.fixedpoint import FixedPoint
from codesign.net.ops import Shape
from codesign.training.importers import conifer_model, ubjson
from codesign.training.importers.imported import Imported
from codesign.training.importers.places import located

SUFFIXES = (".ubj", ".json")
_INSTEAD = "save it again, with save_model of an xgboost booster or save of a conifer model (docs/your_model.md)"


def read(source: str, shape: Shape | None, port: FixedPoint | None, drop_softmax: bool, leaf_bits: int) -> Imported:
    """The trees of a file; for the others see `forest.build`. FrontendError for what is none or cannot be exact."""
    path = Path(source)
    if not path.is_file():
        raise FrontendError(f"{source}: no such file")
    content = path.read_bytes()
    options = hashlib.sha256(content).hexdigest(), shape, port, drop_softmax, leaf_bits
    with located(source, _INSTEAD):
        document = _document(content, path.suffix)
        if "learner" not in document:
            return conifer_model.read(document, *options)
        try:
            importer = import_module("codesign.training.importers.xgboost_model")
        except ModuleNotFoundError as error:
            raise FrontendError(extras.missing("reading it", "trees", error.name)) from None
        imported: Imported = importer.read(content, document, *options)
        return imported


def _document(content: bytes, suffix: str) -> dict[str, Any]:
    try:
        document = json.loads(content) if suffix == ".json" else ubjson.loads(content)
    except (ValueError, RecursionError) as error:
        form = "JSON" if suffix == ".json" else "Universal Binary JSON"
        raise FrontendError(f"it is not {form}, or only a part of it ({error}); {_INSTEAD}") from None
    fields = conifer_model.FIELDS
    if not isinstance(document, dict) or not ("learner" in document or all(field in document for field in fields)):
        raise FrontendError(
            f"it is a model neither of xgboost, which has 'learner', nor of conifer, which has {', '.join(fields)};"
            f" {_INSTEAD}"
        )
    return document
