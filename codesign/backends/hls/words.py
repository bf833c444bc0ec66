"""The HLS top function that starts from PUPPI words, beside the one that starts from features.

It adds these files to the net's project: firmware/NAME_words.{h,cpp}, firmware/nnet_utils/nnet_puppi_features.h, and
the testbench NAME_words_test.cpp. The values for the templates come from `codesign.jets`, so that each bit position
and table entry is defined in one place.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from codesign.backends.hls.project import HlsProject
from codesign.backends.hls.records import container
from codesign.backends.words_port import WordsPort
from codesign.errors import BackendError
from codesign.jets import features, tables
from codesign.jets.features import Feature
from codesign.jets.words import FIELDS, FIRST_CHARGED_ID, HALF_TURN, SLOTS
from codesign.net.fixednet import FixedNet
from codesign.net.fixedpoint import Int

HEADER = "nnet_puppi_features.h"
_ARGUMENTS = ("words", "jet_pt", "jet_eta", "jet_phi")
_FILES = {
    f"firmware/nnet_utils/{HEADER}": HEADER,
    "firmware/{name}_words.h": "words_top.h",
    "firmware/{name}_words.cpp": "words_top.cpp",
    "{name}_words_test.cpp": "words_test.cpp",
}


def write(net: FixedNet, project: HlsProject, port: WordsPort, folder: Path) -> None:
    """Adds the top function that starts from words to the project written in `folder`.

    Raises BackendError if the net does not read the port's features, or if an output has the name of an argument.
    """
    port.check_net(net)
    if taken := set(_ARGUMENTS) & {project.port, *project.outputs}:
        raise BackendError(f"{taken.pop()!r} is an argument of the function that starts from words; rename the output")
    values = {**_facts(), **_names(project, port), "FEATURE_LINES": _feature_lines(project.port, port)}
    for name, template in _FILES.items():
        text = (files("codesign.backends.hls") / "templates" / template).read_text()
        text = re.sub(r"@([A-Za-z_]+(?::\w+)?)@", lambda match: values[match[1]], text)
        (folder / name.format(name=project.name)).write_text(text)


def _facts() -> dict[str, str]:
    """Placeholder of the templates -> text: bit positions, widths, constants and tables."""
    inverse = tables.inverse_pt_table(tables.TAGGER_INVERSE)
    arrays = {
        "inverse_table": inverse,
        "log_table": tables.log_pt_table(),
        "log_of_shift": tables.log_of_shift(),
        "mass": features.MASS_BY_ID,
    }
    widths = {name: field.width for name, field in FIELDS.items()}
    widths |= {"inverse": int(tables.TAGGER_INVERSE.width), "log": int(tables.TAGGER_LOG.width)}
    widths |= {"inverse_table": int(inverse.max()).bit_length(), "mass": int(features.MASS_BY_ID.max()).bit_length()}
    facts = {f"BITS:{name}": width for name, width in widths.items()}
    facts |= {f"SIZE:{name}": len(values) for name, values in arrays.items()}
    facts |= {"FRACTION:log": int(tables.TAGGER_LOG.fraction), "DROPPED:pt_rel": features.PT_REL_DROPPED}
    facts |= {"FIRST_CHARGED_ID": FIRST_CHARGED_ID, "HALF_TURN": HALF_TURN}
    texts = {name: str(value) for name, value in facts.items()}
    texts |= {f"RANGE:{name}": f"{field.start + field.width - 1}, {field.start}" for name, field in FIELDS.items()}
    texts |= {f"ADDRESS:{name}": _address(arrays[name]) for name in ("inverse_table", "log_table")}
    return {**texts, **{name: ", ".join(map(str, values.tolist())) for name, values in arrays.items()}}


def _address(table: Int) -> str:
    """The range of bits below the leading one of a normalised pT that address a table."""
    high = tables.PT_BITS - 2
    return f"{high}, {high + 1 - (len(table).bit_length() - 1)}"


def _names(project: HlsProject, port: WordsPort) -> dict[str, str]:
    size = project.tensors[project.port].size
    sizes = {name: project.tensors[name].size for name in project.outputs}
    declared = [f"{name}_t {name}[{size}]" for name, size in sizes.items()]
    sort = f"    word_t sorted[{port.candidates}];\n    #pragma HLS ARRAY_PARTITION variable=sorted complete\n"
    sort += f"    sort_by_pt<{SLOTS}, {port.candidates}>(words, sorted);"
    checks = {name: f"output_{index}" for index, name in enumerate(sizes)}
    return {
        "NAME": project.name,
        "GUARD": project.name.upper(),
        "NAMESPACE": project.namespace,
        "SLOTS": str(SLOTS),
        "CANDIDATES": str(port.candidates),
        "ORDER": ", which come in falling pT" if port.sorted_input else " in any order",
        "SORT": "" if port.sorted_input else sort,
        "SORTED": "words" if port.sorted_input else "sorted",
        "PORT": f"{project.port}_t {project.port}[{size}]",
        "PORT_NAME": project.port,
        "OUTPUTS": ",\n".join(f"    {text}" for text in declared),
        "OUTPUT_NAMES": ", ".join(sizes),
        "OUTPUT_VARIABLES": "\n".join(f"        {text};" for text in declared),
        "PARTITIONS": "\n".join(f"    #pragma HLS ARRAY_PARTITION variable={name} complete dim=0" for name in sizes),
        "CHECKS": "\n".join(
            f"    Check {check}(folder, integers::OUTPUTS[{index}]);" for index, check in enumerate(checks.values())
        ),
        "CHECK_LIST": ", ".join(["&features", *(f"&{check}" for check in checks.values())]),
        "COMPARISONS": "\n".join(f"        {check}.compare(index, {name});" for name, check in checks.items()),
    }


def _feature_lines(array: str, port: WordsPort) -> str:
    functions = features.features_of(port.feature_set)
    return "\n".join(
        f"        {array}[slot * {len(functions)} + {n}] = {_feature(f)};" for n, f in enumerate(functions)
    )


def _feature(f: Feature) -> str:
    width, sign = int(f.type.width), "" if f.type.signed else "u"
    saturating = f"ap_{sign}fixed<{width}, {width}, AP_TRN, AP_SAT>"
    function = f"has_id<{features.ID_OF_FLAG[f.name]}>" if f.name in features.ID_OF_FLAG else f.name
    return f"feature<{_spaced(container(f.type))}, {saturating}>(c, {function}(c, j))"


def _spaced(ap_type: str) -> str:
    return ap_type.replace(",", ", ")
