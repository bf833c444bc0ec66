"""The command line. Each verb adds one stage to a run folder; a stage that is there already is not made again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
import yaml
from rich.console import Console

from codesign.errors import CodesignError, ConfigError

app = typer.Typer(
    name="codesign",
    help=__doc__,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
jets = typer.Typer(help="Make jets, and look at them.", no_args_is_help=True)
app.add_typer(jets, name="jets")
# in a file or a pipe there is no width to keep to
console = Console(width=None if sys.stdout.isatty() else 140)

ERROR = 3  # exit code of an error; 0, 1 and 2 are verdicts
INTERRUPTED = 130  # by Ctrl-C, as shells have it

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="run folder, made by `codesign train`")]


def main() -> None:
    """Runs the command line; errors of ours are one message, without a traceback."""
    try:
        code = app(standalone_mode=False)
    except CodesignError as error:
        Console(stderr=True).print(f"[bold red]error:[/] {error}", highlight=False, soft_wrap=True)
        code = ERROR
    except typer.TyperException as error:  # a wrong option or argument
        Console(stderr=True).print(f"[bold red]error:[/] {error}; see `codesign --help`", highlight=False)
        code = ERROR
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        Console(stderr=True).print("stopped; the same command goes on from here")
    sys.exit(code)


@jets.command("simulate")
def jets_simulate(
    config: Annotated[Path, typer.Argument(help="YAML, for example configs/jets/l1_pu200.yaml")],
    output: Annotated[Path, typer.Option("-o", "--output", help="the jets file to write")],
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="worker processes; changes no byte of the result")] = 2,
) -> None:
    """Simulates collisions with pile-up, the Level-1 detector, PUPPI and the seeded-cone jets."""
    from codesign.jets.command import simulate_with_progress

    simulate_with_progress(config, output, jobs, console)


@jets.command("info")
def jets_info(
    file: Annotated[Path, typer.Argument(help="a jets file")],
    picture: Annotated[Path | None, typer.Option("-o", "--picture", help="also draw the card into this PNG")] = None,
) -> None:
    """Prints the data card of a jets file: counts, spectra, response, versions."""
    from codesign.jets.card import data_card, print_card
    from codesign.jets.store import load

    jetfile = load(file)
    print_card(data_card(jetfile), console)
    if picture is not None:
        from codesign.jets.drawing import draw

        draw(jetfile, picture)
        console.print(f"drawn in {picture}")


@app.command()
def train(
    config: Annotated[Path, typer.Argument(help="YAML of a design, or a run folder to go on with")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="run folder [default: runs/KEY]")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="replace a key: --set precision.weights=4")
    ] = None,
) -> None:
    """Trains a design with quantization-aware training."""
    from codesign import budget
    from codesign import config as configs
    from codesign.design import Design
    from codesign.evaluation import score_name
    from codesign.run import Run
    from codesign.show import epoch_line
    from codesign.train import train as train_run

    if config.is_dir():
        run = Run.open(config)
    else:
        design = configs.load(config, Design, dict(_setting(text) for text in settings or []))
        budget.named(design.budget, design.firmware.part)  # a wrong one is better found before the training
        run = Run.create(design, output or Path("runs") / design.key)
    console.print(f"training {run.design.name} ({run.design.key}); the first epoch compiles, which takes a while")
    score = score_name(run.design.heads)
    train_run(run, lambda row: console.print(epoch_line(row, score)))
    console.print(f"trained: {run.folder}; next: codesign freeze {run.folder}")


@app.command()
def freeze(
    source: Annotated[
        str, typer.Argument(metavar="RUN|MODEL", help="run folder, my_model.keras, or package.module:torch_module")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="run folder of a model of your own [default: runs/KEY]")
    ] = None,
    port: Annotated[
        str | None, typer.Option("--port", help="type of its inputs, ap_fixed<W,I> [default: its first quantizers']")
    ] = None,
    jets_file: Annotated[
        str | None, typer.Option("--jets", help="compare it on these jets, or 'shipped' [default: random inputs]")
    ] = None,
    features: Annotated[str, typer.Option("--features", help="the feature set that it reads, with --jets")] = "cms20",
    shape: Annotated[
        str | None, typer.Option("--shape", help="of the input of a torch module: 16,20 (candidates,features)")
    ] = None,
    drop_softmax: Annotated[
        bool, typer.Option("--drop-softmax", help="leave its last softmax or sigmoid to software")
    ] = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="another part or clock: --set firmware.clock_ns=5")
    ] = None,
) -> None:
    """Freezes a trained model to fixed-point numbers, and checks that the framework computes the same."""
    from codesign.importers.freeze import Choices
    from codesign.importers.freeze import freeze as freeze_model
    from codesign.run import Run
    from codesign.show import agreement_table
    from codesign.stages import agreements, zeros_and_bits
    from codesign.train import freeze as freeze_run

    if Path(source).is_dir():
        opened = Run.open(Path(source))
        freeze_run(opened)
    else:
        values = dict(_setting(text) for text in settings or [])
        choices = Choices(port, jets_file, features, _shape(shape), drop_softmax, values)
        opened = freeze_model(source, output, choices)
    for row in zeros_and_bits(opened):
        console.print(f"{row['layer']}: {row['zeros']} of {row['weights']} weights are zero, {row['bits']} bits left")
    console.print(agreement_table(agreements(opened)))
    if not Path(source).is_dir():
        console.print(f"frozen: {opened.folder}; next: codesign rtl {opened.folder}")


@app.command()
def convert(run: RunFolder) -> None:
    """Writes the HLS project with hls4ml, and reads back that it is what was asked for."""
    from codesign import stages
    from codesign.run import Run

    console.print(f"HLS project: {stages.convert(Run.open(run))}")


@app.command()
def csim(
    run: RunFolder,
    trace: Annotated[
        bool, typer.Option("--trace", help="compare every tensor and name the first that differs")
    ] = False,
) -> None:
    """Compiles the HLS project with g++ and compares it with the reference, bit for bit."""
    from codesign import stages
    from codesign.run import Run
    from codesign.show import agreement_table, tensor_table

    opened = Run.open(run)
    found = stages.csim(opened)
    console.print(agreement_table(found))
    if trace:
        console.print(tensor_table(stages.differing_tensors(opened)))
    if not all(a.exact for a in found):
        raise typer.Exit(1)


@app.command()
def rtl(
    run: RunFolder,
    cosim: Annotated[
        bool, typer.Option("--cosim", help="simulate the Verilog with Verilator, one jet a clock")
    ] = False,
    flavor: Annotated[
        Literal["verilog", "vhdl"],
        typer.Option("--flavor", help="vhdl: write that too, into rtl_vhdl; Verilator cannot read it"),
    ] = "verilog",
) -> None:
    """Traces the net to pipelined Verilog, and compares its emulation with the reference, bit for bit."""
    from codesign import open_tools, stages
    from codesign.figures import Timing
    from codesign.run import Run
    from codesign.show import agreement_table, cycles_table

    opened = Run.open(run)
    found = stages.rtl(opened)
    console.print(f"Verilog: {run / 'rtl'}")
    if flavor == "vhdl":
        console.print(f"VHDL: {open_tools.write_vhdl(opened)}")
    if cosim:
        console.print("building the simulation, which takes about a minute for 60,000 LUT")
        found += open_tools.cosim(opened)
    console.print(agreement_table(found))
    if opened.current(open_tools.COSIM):
        console.print(cycles_table(Timing.from_dict(opened.read(open_tools.COSIM)["timing"])))
    if not all(a.exact for a in found):
        raise typer.Exit(1)


@app.command("synth-open")
def synth_open(
    run: RunFolder,
    hours: Annotated[float, typer.Option("--hours", min=0, help="stop after so many")] = 2.0,
    memory_gb: Annotated[float, typer.Option("--memory-gb", min=0, help="of each process")] = 4.0,
) -> None:
    """Maps the Verilog to UltraScale+ cells with Yosys and counts them; about 5 s for 1000 LUT."""
    from codesign import open_tools
    from codesign.run import Run
    from codesign.show import mapped_table, mapping_line

    found = open_tools.synth_open(
        Run.open(run),
        lambda step: console.print(mapping_line(step), highlight=False),
        timeout_s=hours * 3600,
        memory_gb=memory_gb,
    )
    console.print(mapped_table(found))


@app.command()
def estimate(run: RunFolder) -> None:
    """Estimates LUT, FF, DSP, cycles and interval from the RTL, each with its source and band."""
    from codesign import stages
    from codesign.run import Run
    from codesign.show import figures_table

    opened = Run.open(run)
    stages.estimate(opened)
    console.print(figures_table(*stages.figures(opened)))


@app.command()
def intervals(
    run: RunFolder,
    cosim: Annotated[
        bool, typer.Option("--cosim", help="simulate each Verilog with Verilator, a jet every so many clocks")
    ] = False,
) -> None:
    """Shares the candidates' logic over 1, 2, 3, 6 and 9 clocks: interval against LUT, and the cheapest design."""
    from codesign.intervals import cheapest_lines, explore
    from codesign.run import Run
    from codesign.show import event_table, intervals_table

    found = explore(Run.open(run), cosim=cosim, progress=console.print)
    console.print(intervals_table(found))
    console.print(event_table(found))
    for line in cheapest_lines(found):
        console.print(line, highlight=False, soft_wrap=True)
    if any(row.exact is False for row in found.rows):
        raise typer.Exit(1)


@app.command()
def synth(
    run: RunFolder,
    tool: Annotated[str, typer.Option("--tool", help="vitis (HLS) or vivado (synthesis, placement, routing)")],
    stage: Annotated[
        str | None, typer.Option("--stage", help="csynth or cosim of vitis, vsynth of vivado [default: the first]")
    ] = None,
    firmware: Annotated[str, typer.Option("--of", help="what vivado takes: rtl, or hls after csynth")] = "rtl",
    hours: Annotated[float | None, typer.Option("--hours", min=0, help="stop the tool after so many")] = None,
) -> None:
    """Runs a vendor's tool where there is one. Exit code 0: done, 1: done with a fault, 3: failed."""
    from codesign.vendor import command

    raise typer.Exit(command.synth(run, tool, stage, firmware, hours, console))


@app.command()
def calibrate(
    reports: Annotated[list[Path], typer.Argument(help="folders with csynth and Vivado reports of the same designs")],
    file: Annotated[Path, typer.Option("-o", "--output", help="file to append to")] = Path("configs/calibration.jsonl"),
) -> None:
    """Refits the bands of C synthesis from this site's own reports, which are kept."""
    from codesign.vendor import command

    command.calibrate_from(reports, file, console)


@app.command()
def check(
    run: RunFolder,
    budget: Annotated[str | None, typer.Option("--budget", help="name in configs/budgets/ or a YAML file")] = None,
) -> None:
    """Holds the design against its budget. Exit code 0: PASS, 1: FAIL, 2: INCONCLUSIVE."""
    from codesign import stages
    from codesign.budget import verdict_table
    from codesign.run import Run

    verdict = stages.check(Run.open(run), budget)
    console.print(verdict_table(verdict))
    raise typer.Exit(verdict.exit_code)


@app.command()
def ship(
    run: RunFolder,
    folder: Annotated[Path, typer.Argument(help="for example hls_projects/tagger_deepset")],
) -> None:
    """Writes a design's folder for hls_projects: firmware, golden vectors, verdict, README; small enough for git."""
    from codesign import shipping
    from codesign.run import Run

    shipping.ship(Run.open(run), folder)
    console.print(f"shipped: {folder}; next: make -C {folder} csim")


@app.command()
def rebuild(
    folder: Annotated[Path, typer.Argument(help="a shipped folder, for example hls_projects/tagger_deepset")],
    check: Annotated[bool, typer.Option("--check", help="only compare; exit code 1 if a byte differs")] = False,
) -> None:
    """Writes the firmware of a shipped design again from its design.yaml and net."""
    from codesign import shipping

    changed = shipping.rebuild(folder, check)
    for name in changed:
        console.print(f"{'differs' if check else 'written again'}: {name}")
    if not changed:
        console.print(f"{folder}: equal, byte for byte")
    if check and changed:
        raise typer.Exit(1)


@app.command()
def handoff(
    run: RunFolder,
    output: Annotated[Path, typer.Option("-o", "--output", help="the bundle to write")] = Path("bundle.tar.gz"),
) -> None:
    """Writes one file for a firmware engineer: HLS, RTL, testbench, golden vectors, emulator, verdict, model card."""
    from codesign.handoff import handoff as write
    from codesign.run import Run

    write(Run.open(run), output)
    console.print(f"bundle: {output}; next: tar xf {output}, then `make csim` in its folder")


@app.command()
def sweep(
    config: Annotated[Path, typer.Argument(help="YAML of a sweep, for example configs/sweeps/demo.yaml")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="folder [default: runs/NAME]")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="designs trained at the same time")] = 2,
) -> None:
    """Trains all designs of a sweep, makes firmware of the survivors, and writes the report."""
    from codesign.config import load
    from codesign.report import write_page
    from codesign.show import sweeping, verdicts
    from codesign.sweep import Sweep, SweepConfig, execute

    made = Sweep.create(config, output or Path("runs") / load(config, SweepConfig).name)
    with sweeping(made, console) as tick:
        execute(made, jobs, tick)
    page = write_page(made.folder)
    console.print(verdicts(made))
    console.print(f"report: {page}")
    if any(reason.startswith("failed") for reason in made.reasons.values()):
        raise typer.Exit(1)


@app.command()
def report(folder: Annotated[Path, typer.Argument(help="folder of a run or of a sweep")]) -> None:
    """Writes report.html, one page that stands alone."""
    from codesign.report import write_page

    console.print(f"report: {write_page(folder)}")


@app.command()
def compare(one: RunFolder, other: RunFolder) -> None:
    """Shows two runs side by side, what differs first."""
    from codesign.run import Run
    from codesign.show import comparison

    console.print(comparison(Run.open(one), Run.open(other)))


def _setting(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals:
        raise ConfigError(f"--set {text}: expected KEY=VALUE, for example --set precision.weights=4")
    return key, yaml.safe_load(value)


def _shape(text: str | None) -> tuple[int, ...] | None:
    try:
        return None if text is None else tuple(int(n) for n in text.split(","))
    except ValueError:
        raise ConfigError(f"--shape {text}: expected whole numbers, for example --shape 16,20") from None
