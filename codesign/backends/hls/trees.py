"""Boosted trees: a function for each layer, with its comparisons, the leaf that each tree reaches, and sums of leaves.

All numbers are integers: those that are compared in LSB of the input's type, leaves and biases in LSB of the result's.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from codesign.backends.hls.records import TREES, HlsLayer, flat_shape, full_type, maybe_rounded
from codesign.net.fixednet import FixedNet
from codesign.net.ops import Op, Trees
from codesign.net.ops.trees import Leaf, Node, Split, leaves, pruned, splits

Comparison = tuple[int, float]  # feature and threshold

_NUMBER = "    const {bits}<input_t::width> x{feature} = inp[{feature}].range();\n"
_COMPARISON = "    const bool above{number} = {text};\n"
# complete: selecting one of the constants takes logic, and no memory
_TREE = """\
    const unsigned reached{number} = {text};
    static const {integer} leaf{number}[{leaves}][{outputs}] = {{{values}}};
    #pragma HLS ARRAY_PARTITION variable=leaf{number} complete dim=0
"""
_SUM = "    out[{output}].range() = bits_t({text});\n"
_FUNCTION = """
template<typename input_t, typename output_t>
void {name}(input_t *inp, output_t *out) {{
    #pragma HLS INLINE
    typedef ap_int<output_t::width> bits_t;
{body}}}
"""


def emit(net: FixedNet, op: Op) -> list[HlsLayer]:
    """The layer: C++ expressions of comparisons, leaves reached and sums, and the different leaves of each tree."""
    assert isinstance(op, Trees)
    weights, x = net.parameters_of(op), full_type(net, op.inputs[0])
    compared, result = x.uniform(), net.types[op.name].uniform()
    grown = pruned(op, weights, x.low, x.high, x.lsb)
    numbers: dict[Comparison, int] = {}
    for node in (node for tree in grown for node in splits(tree)):
        numbers.setdefault((node.feature, node.threshold), len(numbers))
    different = [sorted(set(leaves(tree))) for tree in grown]
    sums = []
    for output, bias in enumerate(weights["bias"].tolist()):
        added = range(op.trees) if op.vector_leaves else range(output, op.trees, op.outputs)
        place = output if op.vector_leaves else 0
        terms = [f"leaf{tree}[reached{tree}][{place}]" for tree in added]
        sums.append(" + ".join([_literal(bias, int(result.fraction)), *terms]))
    fields = {
        "out_shape": list(flat_shape(net.graph.shapes[op.name])),
        "signed": bool(compared.signed),
        "wide": int(result.width) > 31,
        "compared": [f"x{f} >= {_literal(threshold, int(compared.fraction))}" for f, threshold in numbers],
        "reached": [_reached(tree, numbers, values) for tree, values in zip(grown, different, strict=True)],
        "leaves": [[[_literal(v, int(result.fraction)) for v in leaf] for leaf in tree] for tree in different],
        "sums": sums,
    }
    return maybe_rounded(net, op, TREES, fields)


def code(name: str, fields: Mapping[str, Any]) -> str:
    """The text of the C++ function `name`."""
    bits = "ap_int" if fields["signed"] else "ap_uint"
    features = sorted({int(number) for text in fields["compared"] for number in re.findall(r"x(\d+)", text)})
    lines = [_NUMBER.format(bits=bits, feature=feature) for feature in features]
    lines += [_COMPARISON.format(number=number, text=text) for number, text in enumerate(fields["compared"])]
    for number, (text, values) in enumerate(zip(fields["reached"], fields["leaves"], strict=True)):
        sizes = {"leaves": len(values), "outputs": len(values[0])}
        integer = "long long" if fields["wide"] else "int"  # it also holds the sums
        lines.append(_TREE.format(number=number, text=text, integer=integer, values=_listed(values), **sizes))
    lines += [_SUM.format(output=output, text=text) for output, text in enumerate(fields["sums"])]
    return _FUNCTION.format(name=name, body="".join(lines))


def expected(fields: Mapping[str, Any]) -> dict[str, str]:
    """The facts that `written` must find in the function's text."""
    facts = {f"comparison {number}": text for number, text in enumerate(fields["compared"])}
    facts |= {f"leaf reached in tree {number}": text for number, text in enumerate(fields["reached"])}
    facts |= {f"leaves of tree {number}": _listed(values) for number, values in enumerate(fields["leaves"])}
    return facts | {f"sum {output}": text for output, text in enumerate(fields["sums"])}


def written(body: str) -> dict[str, str]:
    """The facts in the text of the function, under the same names as in `expected`."""
    patterns = {
        "comparison": r"const bool above(\d+) = (.*);",
        "leaf reached in tree": r"const unsigned reached(\d+) = (.*);",
        "leaves of tree": r"static const [a-z ]+ leaf(\d+)\[\d+\]\[\d+\] = {(.*)};",
        "sum": r"out\[(\d+)\]\.range\(\) = bits_t\((.*)\);",
    }
    return {f"{what} {number}": text for what, p in patterns.items() for number, text in re.findall(p, body)}


def _reached(tree: Node, numbers: Mapping[Comparison, int], different: Sequence[Leaf]) -> str:
    """The position of the leaf that is reached among the different ones."""
    if not isinstance(tree, Split):
        return str(different.index(tree))
    above, below = (_reached(child, numbers, different) for child in (tree.above, tree.below))
    return f"(above{numbers[tree.feature, tree.threshold]} ? {above} : {below})"


def _literal(value: float, fraction: int) -> str:
    """A value in LSB of 2**-fraction."""
    number = int(value * 2.0**fraction)
    return f"{number}LL" if abs(number) >= 2**31 else str(number)


def _listed(values: Sequence[Sequence[str]]) -> str:
    return ", ".join("{" + ", ".join(leaf) + "}" for leaf in values)
