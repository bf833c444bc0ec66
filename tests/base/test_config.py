from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from pydantic import Field

from codesign.base.config import Strict, load, parse, read_source, set_key
from codesign.design.design import Design, JetsConfig
from codesign.design.training import Precision, Pruning, Training
from codesign.errors import ConfigError
from codesign.sweep import SweepConfig

CONFIGS = Path(__file__).parents[2] / "configs"


def written(tmp_path, text):
    path = tmp_path / "design.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("path", sorted((CONFIGS / "taggers").glob("*.yaml")), ids=lambda p: p.name)
def test_every_shipped_design_loads(path):
    assert load(path, Design).firmware.period_ns * 9 == 25


@pytest.mark.parametrize("path", sorted((CONFIGS / "sweeps").glob("*.yaml")), ids=lambda p: p.name)
def test_every_shipped_sweep_loads(path):
    assert (path.parent / load(path, SweepConfig).design).is_file()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "name: x\nprecision:\n  wieghts: 6\n",
            "design.yaml:3: precision.wieghts: unknown key; did you mean 'weights'?",
        ),
        ("precison: {weights: 6}\n", "design.yaml:1: precison: unknown key; did you mean 'precision'?"),
        (
            "precision:\n  weights: six\n",
            "design.yaml:2: precision.weights: input should be a valid integer, found 'six'",
        ),
        ("precision:\n  weights: 6.5\n", "design.yaml:2: precision.weights: input should be a valid integer"),
        ("firmware:\n  clock_ns: 2.5 ns\n", "found '2.5 ns' (a plain number, in nanoseconds)"),
        ("firmware:\n  clock_mhz: 360 MHz\n", "found '360 MHz' (a plain number, in MHz)"),
        ("firmware:\n  clock_mhz: 0\n", "firmware.clock_mhz: input should be greater than or equal to 10, found 0"),
        ("firmware:\n  clock_mhz: .inf\n", "design.yaml:2: .inf is not a finite number"),
        (
            "firmware:\n  clock_ns: 2.5\n  clock_mhz: 400\n",
            "firmware: clock_mhz and clock_ns both give",
        ),
        ("firmware:\n  clock_ns: -1\n", "firmware.clock_ns: input should be greater than 0, found -1"),
        ("architecture:\n  name: deep_sets\n", "use one of mlp, deep_set, energy_flow"),
        ("architecture:\n  name: mlp\n  sizes: {phi: [8]}\n", "mlp has no size 'phi'; its sizes are hidden"),
        ("architecture: {sizes: big}\n", "architecture.sizes: input should be a mapping, `key: value`, found 'big'"),
        ("heads: {logits: 3}\n", "heads.logits: input should be a mapping, `key: value`, found 3"),
        ("jets: {classes: b}\n", "jets.classes: input should be a list, `[...]`, found 'b'"),
        ("architecture: {sizes: {phi: big}}\n", "architecture: sizes.phi: input should be a list, `[...]`, found big"),
        ("architecture: {sizes: {phi: 8}}\n", "architecture: sizes.phi: input should be a list, `[...]`, found 8"),
        ("frontend: hqg\n", "frontend 'hqg' is unknown; did you mean 'hgq'? (use one of hgq, "),
        ("architecture: {name: mlpp}\n", "architecture 'mlpp' is unknown; did you mean 'mlp'? (use one of "),
        ("frontend: tensorflow\n", "frontend 'tensorflow' is unknown; use one of hgq"),
        ("pruning: {sparsity: 0.5, start: 0.9, end: 0.1}\n", "pruning ends (0.1) before it starts (0.9)"),
        (
            "name: x\nfrontend: qkeras\nprecision: {learned: true}\n",
            "design.yaml:1: precision.learned needs the frontend hgq",
        ),
        (
            "frontend: qkeras\nprecision: {overflow: wrap}\n",
            "precision.overflow: wrap needs the frontend hgq; tensors of qkeras always saturate",
        ),
        ("precision: {overflow: clip}\n", "precision.overflow: input should be 'wrap' or 'saturate', found 'clip'"),
        ("frontend: brevitas\nprecision: {ebops_target: 1e4}\n", "precision.ebops_target needs the frontend hgq"),
        (
            "precision: {ebops_ramp: 1e-5, ebops_target: 1e4}\n",
            "ebops_ramp and ebops_target both move the penalty; leave one out",
        ),
        ("precision: {ebops_ramp: 1e-5, learned: false}\n", "`learned: false` fixes them"),
        ("precision: {ebops_target: 1e4, ebops_penalty: 0}\n", "starts from ebops_penalty, which must then be above 0"),
        ("jets: {candidates: 33}\n", "jets.candidates: input should be less than or equal to 32, found 33"),
        (
            "jets: {candidates: 32}\nfirmware: {inputs: words}\n",
            "firmware.inputs: words brings 16 candidates of a jet, jets.candidates asks for 32",
        ),
        (
            "precision: {layers: {pi0: {weights: 4}}}\n",
            "precision.layers: deep_set has no layer 'pi0'; did you mean 'phi0'? (there are inputs, phi0, phi0_relu",
        ),
        (
            "architecture: {name: moment_set}\nprecision: {layers: {z_moments: {activations: 4}}}\n",  # only wires
            "moment_set has no layer 'z_moments'",
        ),
        (
            "pruning: {method: units}\n",
            "pruning.method: input should be 'magnitude', 'global' or 'unit', found 'units'",
        ),
        ("name: x\nname: y\n", "key 'name' is there twice"),
        ("- 1\n- 2\n", "expected `key: value` lines, found list"),
        ("name: [\n", "not readable as YAML"),
        ("", "found NoneType"),
        ("'[/red]': 1\n", "design.yaml:1: [/red]: unknown key"),
        (
            "name: x\narchitecture: {name: mlp, sizes: {hidden: [-1]}}\n",
            "design.yaml:2: architecture: sizes.",
        ),
        (
            "architecture: {name: mlp, sizes: {hidden: [0]}}\n",
            "sizes.hidden.0: input should be greater than or",
        ),
        (
            "architecture: {name: mlp, sizes: {hidden: [a]}}\n",
            "sizes.hidden.0: input should be a valid integer, f",
        ),
        ("architecture: {name: mlp, sizes: {hidden: [1000000000]}}\n", "less than or equal to 4096, found 1000000000"),
        ("architecture: {name: mlp, sizes: {hidden: 8}}\n", "sizes.hidden: input should be"),
        ("architecture: {sizes: {pooling: max}}\n", "sizes.pooling: input should be 'mean' or 'sum'"),
        ("architecture: {name: conv1d, sizes: {kernel: 17}}\n", "a kernel of 17 on 16 candidates"),
        ("architecture: {name: jedi_linear, sizes: {embedding: []}}\n", "sizes.embedding: "),
        ("training: {epochs: 1000000000000000000}\n", "design.yaml:1: training.epochs: input should be less than or"),
        ("training: {seed: 1180591620717411303424}\n", "does not fit into 64 bits"),
        ("training: {seed: 2147483648}\n", "training.seed: input should be less than 2147483648"),
        ("training: {learning_rate: 4}\n", "training.learning_rate: input should be less than or equal to 1, found 4"),
        ("training: {batch_size: 0}\n", "training.batch_size: input should be greater than or equal to 1, found 0"),
        ("training: {learning_rate: .inf}\n", "design.yaml:1: .inf is not a finite number"),
        (
            "training:\n  teacher: {width: 6}\n",
            "design.yaml:2: training.teacher.width: input should be a multiple",
        ),
        ("heads: {logits: {weight: 0}}\n", "heads.logits.weight: input should be greater than 0"),
        ("pruning: {sparsity: 1}\n", "pruning.sparsity: input should be less than 1"),
        ("precision: {overflow: warp}\n", "found 'warp'; did you mean 'wrap'?"),
        ("jets: {features: cms21}\n", "cms21"),
    ],
)
def test_a_wrong_config_says_where_and_what_to_do(text, expected, tmp_path):
    with pytest.raises(ConfigError) as error:
        load(written(tmp_path, text), Design)
    assert expected in str(error.value)
    assert str(tmp_path) in str(error.value)


def test_a_validator_s_own_words_are_the_message_and_tell_the_value_once(tmp_path):
    path = written(tmp_path, "frontend: hqg\n")
    with pytest.raises(ConfigError) as error:
        load(path, Design)
    names = "use one of hgq, qkeras, brevitas, xgboost"
    assert str(error.value) == f"{path}:1: frontend: frontend 'hqg' is unknown; did you mean 'hgq'? ({names})"


def test_all_wrong_keys_are_named_at_once(tmp_path):
    path = written(tmp_path, "precision: {wieghts: 6}\ntraining: {epoch: 3}\n")
    with pytest.raises(ConfigError) as error:
        load(path, Design)
    assert len(str(error.value).splitlines()) == 2


def test_a_missing_file_names_the_nearest(tmp_path):
    written(tmp_path, "name: x\n")
    with pytest.raises(ConfigError, match=r"desing\.yaml: no such file; did you mean .*design\.yaml"):
        load(tmp_path / "desing.yaml", Design)


def test_a_number_with_an_exponent_is_a_number(tmp_path):
    path = written(tmp_path, "precision: {ebops_penalty: 1e-7}\ntraining: {learning_rate: 4e-3}\n")
    assert load(path, Design).precision.ebops_penalty == 1e-7


def test_overrides_replace_keys_and_are_checked_like_them(tmp_path):
    path = written(tmp_path, "name: x\n")
    assert load(path, Design, {"precision.weights": 3}).precision.weights == 3
    with pytest.raises(ConfigError, match=r"precision\.width: unknown key"):
        load(path, Design, {"precision.width": 3})


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("precision.wieghts", 3, "--set precision.wieghts=3: precision.wieghts: unknown key; did you mean 'weights'?"),
        ("precision.weights", "six", "--set precision.weights=six: precision.weights: input should be a valid integer"),
        ("name.x", 3, "--set name.x=3: name is x and holds no keys; set name itself"),
        ("", 3, "--set =3: a key is names with dots between them"),
        ("jets..file", 3, "--set jets..file=3: a key is names"),
        # an error of two keys together names the option and the file
        (
            "precision.learned",
            True,
            "design.yaml:1 with --set precision.learned=true: precision.learned",
        ),
    ],
)
def test_an_error_in_an_option_names_the_option_and_not_a_line(key, value, said, tmp_path):
    path = written(tmp_path, "name: x\nfrontend: qkeras\n")
    with pytest.raises(ConfigError) as error:
        load(path, Design, {key: value})
    assert said in str(error.value)


def test_megahertz_where_a_period_is_asked_are_recognised():
    class Clock(Strict):
        clock_ns: float = Field(gt=0, le=100)

    with pytest.raises(ConfigError, match=r"c: clock_ns: .* found 360\.0 .*mean 2\.778, the period of 360 MHz"):
        parse({"clock_ns": 360.0}, Clock, Path("c"))


def test_the_line_of_a_key_is_that_of_the_innermost_part_there(tmp_path):
    source = read_source(written(tmp_path, "a:\n  - b: 1\n  -\n    c:\n      d: 2\n"))
    places = [source.at(at) for at in ([], ["a"], ["a", 1], ["a", 1, "c", "d"], ["a", 1, "x"], ["a", 9], ["z"])]
    assert [int(place.rsplit(":", 1)[1]) for place in places] == [1, 1, 4, 5, 4, 1, 1]


def test_a_dotted_key_makes_its_parents():
    data = {"a": {"b": 1}}
    set_key(data, "a.c.d", 2)
    assert data == {"a": {"b": 1, "c": {"d": 2}}}


# The default classes before muons were put in front of electrons; the design.yaml of older runs lists them.
OLD_CLASSES = ("b", "charm", "light", "gluon", "tau_plus", "tau_minus", "electron", "muon")


def test_keys_that_came_later_leave_older_designs_their_key():
    """85e624927225 is the key that the default design had before these keys existed."""
    assert Design(jets=JetsConfig(classes=OLD_CLASSES)).key == "85e624927225"
    document = Design().document()
    assert set(document["pruning"]) == {"sparsity", "start", "end"}
    assert not {"ebops_ramp", "ebops_target", "overflow"} & set(document["precision"])
    assert "mirror" not in document["training"]
    later = [
        Design(pruning=Pruning(method="global")),
        Design(precision=Precision(ebops_ramp=1e-5)),
        Design(precision=Precision(ebops_target=1e4)),
        Design(precision=Precision(overflow="wrap")),
        Design(precision=Precision(overflow="saturate")),
        Design(training=Training(mirror=True)),
    ]
    assert len({design.key for design in (Design(), *later)}) == 1 + len(later)
    assert later[0].document()["pruning"]["method"] == "global"


def test_the_key_of_limited_jets_is_not_the_one_of_the_files_first_jets(monkeypatch):
    """A design with max_jets used to take the first jets of the file; its key then depended on the document alone."""
    designs = [Design(jets=JetsConfig(max_jets=limit)) for limit in (1000, 1001, None)]
    keys = [design.key for design in designs]
    monkeypatch.setattr(JetsConfig, "choice", {})
    before = [design.key for design in designs]
    assert len({*keys, *before}) == 5
    assert keys[2] == before[2]


def test_the_key_changes_with_anything_but_name_and_budget(tmp_path):
    path = written(tmp_path, "name: x\n")
    key = load(path, Design).key
    assert load(path, Design, {"name": "other", "budget": "one_fpga"}).key == key
    assert load(path, Design, {"training.seed": 2}).key != key
    assert load(path, Design, {"firmware.clock_ns": 5.0}).key != key
    assert load(path, Design, {"firmware.clock_mhz": 200.0}).key != key


def test_a_design_that_gives_its_period_keeps_its_key_and_means_what_it_says(tmp_path):
    """The key is that of the default design before clocks could be given in MHz; it still leads to old run folders."""
    text = f"firmware: {{clock_ns: 2.778}}\njets: {{classes: [{', '.join(OLD_CLASSES)}]}}\n"
    design = load(written(tmp_path, text), Design)
    assert design.key == "85e624927225"
    assert "clock_mhz" not in design.document()["firmware"]
    assert design.firmware.period_ns * 9 == Fraction("25.002")


def test_nine_clocks_at_360_mhz_are_one_bunch_crossing(tmp_path):
    for text in ("firmware: {clock_mhz: 360}\n", "firmware: {clock_mhz: 360.0}\n"):
        design = load(written(tmp_path, text), Design)
        assert design.firmware.period_ns * 9 == 25
        assert design.document()["firmware"]["clock_mhz"] == 360
        assert "clock_ns" not in design.document()["firmware"]
        (tmp_path / "again.yaml").write_text(yaml.safe_dump(design.document()))
        assert load(tmp_path / "again.yaml", Design) == design


def test_axes_of_unequal_length_are_refused(tmp_path):
    path = written(tmp_path, "design: d.yaml\naxes:\n  - {precision.weights: [4, 6], precision.activations: [8]}\n")
    with pytest.raises(ConfigError, match="lists of one length"):
        load(path, SweepConfig)
