"""How far csynth's figures are from Vivado's, in the public designs with both reports; numbers of docs/synthesis.md.

python benchmarks/csynth_bands.py
"""

from doc_data import Table
from doc_numbers import publish

from codesign.runs.synthesis.bands import csynth_bands, public_pairs

NAMES = {"lut": "LUT", "ff": "FF", "dsp": "DSP", "bram18": "BRAM"}
COLUMNS = [
    ("", "{name}"),
    ("designs with both counts", "{designs}"),
    ("Vivado / csynth, least", "{low:.2f}"),
    ("most", "{high:.2f}"),
]


def main() -> None:
    """Writes the numbers."""
    bands = csynth_bands("2023.2", site=[])
    rows = [
        {"name": name, "designs": bands[key].pairs, "low": bands[key].low, "high": bands[key].high}
        for key, name in NAMES.items()
    ]
    command = "python benchmarks/csynth_bands.py"
    publish("csynth_bands", command, {"designs": len(public_pairs())}, {"bands": Table(COLUMNS, rows)})


if __name__ == "__main__":
    main()
