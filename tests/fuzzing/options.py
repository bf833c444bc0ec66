"""Bad values on the command line."""

from __future__ import annotations

from dataclasses import dataclass

from .damage import NUMBERS, OTHERS, Rng, pick

DESIGN_KEYS = (
    *("training.epochs", "training.seed", "training.learning_rate", "training.batch_size", "precision.weights"),
    *("precision.activations", "precision.inputs", "pruning.sparsity", "firmware.clock_mhz", "firmware.clock_ns"),
    *("architecture.sizes.phi", "architecture.name", "jets.candidates", "jets.features", "jets.file", "budget", "name"),
    *("firmware.part", "frontend", "heads", "a.b.c", "", ".", "training", "x" * 500, "jets.classes"),
)
ODD = [
    "[",
    "{",
    "a: b",
    "&a [*a]",
    "!!int 3",
    "'",
    '"',
    "1,2",
    ",",
    "[[[[1]]]]",
    "0x10",
    "-0",
    "1e999",
    "~",
    "é",
    "\n",
    "=",
]


@dataclass(frozen=True)
class Option:
    """A command line with {} for the value and possibly {key}. senseless: values that the command must refuse."""

    command: str
    senseless: tuple[str, ...] = ()
    keys: tuple[str, ...] = ("",)


_NO_NUMBER = ("nan", ".nan", "inf", ".inf", "-1", "1e999", "x", "")
_TOLERANCES = ("score", "score_errors", "lut", "clock", "latency_cycles", "interval_cycles", "x", "")
OPTIONS = (
    Option("train single/design.yaml -o new --set {key}={}", keys=DESIGN_KEYS),
    Option("train single/design.yaml -o new --set training.epochs={}", (*_NO_NUMBER, "0", "1.5", "1e30")),
    Option("train single/design.yaml -o new --set training.learning_rate={}", (*_NO_NUMBER, "0", "1e300")),
    Option("train single/design.yaml -o new --set firmware.clock_ns={}", (*_NO_NUMBER[:-1], "0", "1e300")),
    Option("sweep single/sweep.yaml -o new --yes --bits {}", (*_NO_NUMBER, "0", "1000", "3,,4", "3,nan")),
    Option("sweep single/sweep.yaml -o new --yes --sparsity {}", (*_NO_NUMBER, "2", "0.5,nan")),
    Option("sweep single/sweep.yaml -o new --yes --axis {key}={}", keys=DESIGN_KEYS),
    Option("sweep single/sweep.yaml -o new --yes --keep {}", (*_NO_NUMBER, "0")),
    Option("sweep single/sweep.yaml -o new --yes --jobs {}", (*_NO_NUMBER, "0")),
    Option("check run --budget {}", ("", "x", ".", "/", "nowhere.yaml", "/dev/zero", "run")),
    Option("check sweep --baseline sweep/baseline.yaml --tolerance {key}={}", (*_NO_NUMBER, "1e308"), _TOLERANCES),
    Option("check sweep --baseline {}", ("", "x", ".", "/", "/dev/zero", "run/net.json", "run/net.npz")),
    Option("baseline sweep -o new.yaml --tolerance {key}={}", (*_NO_NUMBER, "1e308"), _TOLERANCES),
    Option("baseline {} -o new.yaml", ("", "x", "/", "run/net.json")),
    Option("jets info {}", ("", "x", ".", "/", "/dev/zero", "run/net.npz", "run/net.json")),
    Option("jets simulate single/simulation.yaml -o new.npz --jobs {}", (*_NO_NUMBER, "0")),
    Option("synth run --tool {}", ("", "x", "vitis vivado")),
    Option("synth run --tool vitis --stage {}", ("", "x", "vsynth")),
    Option("synth run --tool vivado --of {}", ("", "x")),
    Option("synth run --tool vivado --hours {}", ("nan", "-1", "x", "")),
    Option("compare run {}", ("", "x", "/", "run/net.json", "/dev/zero")),
    Option("report {}", ("", "x", "/", "run/net.json")),
    Option("sweep status {}", ("", "x", "/", "run", "single")),
    Option("calibrate {} -o new.jsonl", ("", "x", "run/net.npz", "run/net.json")),
    Option("freeze {} -o new", ("", "x", "x.keras", "run/net.npz", ":", "a:b", "..:..", "/dev/zero")),
    Option("freeze nowhere.keras -o new --port {}", ("", "x", "ap_fixed<0,0>", "ap_fixed<99999,1>")),
    Option("freeze nowhere.keras -o new --shape {}", ("", "x", "-1,2", "0", "1e3")),
    Option("freeze nowhere.keras -o new --bn-bits {}", ("", "x", "-1", "0", "1000", "nan")),
    Option("freeze nowhere.ubj -o new --leaf-bits {}", ("", "x", "-1", "0", "1000", "nan")),
    Option("{} run", ("", "x", "--", "-", "trainn", "--set")),
)


def drawn(rng: Rng, quick: bool) -> tuple[list[str], bool]:
    """Random arguments, and whether they must be refused. quick: leave out commands that import a framework."""
    possible = [option for option in OPTIONS if not (quick and option.command.startswith("freeze"))]
    option = possible[int(rng.integers(len(possible)))]
    senseless = bool(option.senseless) and rng.random() < 0.5
    value = pick(rng, list(option.senseless)) if senseless else _any(rng)
    key = option.keys[int(rng.integers(len(option.keys)))]
    words = [word.replace("{key}", key).replace("{}", value) for word in option.command.split(" ")]
    return words, senseless


def _any(rng: Rng) -> str:
    value = pick(rng, [*NUMBERS, *OTHERS, *ODD])
    return str(value).replace("\0", "\x01").replace("\ud800", "\udcff")  # a shell cannot pass the originals
