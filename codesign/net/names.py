"""The name of a design's firmware, and the names that its operations cannot have.

Firmware is named after its design and its net, so that several designs fit into one FPGA, one simulation and one
program. Operations are variables in the C++ that hls4ml writes.
"""

import re
import unicodedata
from collections.abc import Collection
from itertools import chain, count

TOP = "tagger"  # the default; in older runs the firmware of every design has this name
LONGEST = 40  # characters of a top's name: HLS tools truncate the names of its submodules at 80

# C++20, [lex.key] and the alternative tokens of [lex.digraph]; hls4ml reserves `input`
_WORDS = """alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class
co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default
delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline input int long
mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register
reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template this
thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor
xor_eq"""
# macros of the C headers that a project includes, in lower case as hls4ml compares names
_MACROS = "assert eof errno infinity nan null stderr stdin stdout"
# an operation NAME has the type NAME_t, which C, C++ or POSIX already defines for these names
_TYPES = """blkcnt blksize caddr char16 char32 char8 clock clockid daddr dev div double error float fpos fsblkcnt
fsfilcnt fsid gid id idtype imaxdiv ino int16 int32 int64 int8 int_fast16 int_fast32 int_fast64 int_fast8 int_least16
int_least32 int_least64 int_least8 intmax intptr key ldiv lldiv locale loff max_align mbstate mode nlink off off64 pid
ptrdiff quad register sig_atomic sigset size ssize suseconds time timer u_int16 u_int32 u_int64 u_int8 u_quad uid
uint16 uint32 uint64 uint8 uint_fast16 uint_fast32 uint_fast64 uint_fast8 uint_least16 uint_least32 uint_least64
uint_least8 uintmax uintptr useconds wchar wctrans wctype wint"""
# IEEE 1800-2017, annex B
_SYSTEMVERILOG = """accept_on alias always always_comb always_ff always_latch and assert assign assume automatic
before begin bind bins binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class clocking
cmos config const constraint context continue cover covergroup coverpoint cross deassign default defparam design
disable dist do edge else end endcase endchecker endclass endclocking endconfig endfunction endgenerate endgroup
endinterface endmodule endpackage endprimitive endprogram endproperty endspecify endsequence endtable endtask enum
event eventually expect export extends extern final first_match for force foreach forever fork forkjoin function
generate genvar global highz0 highz1 if iff ifnone ignore_bins illegal_bins implements implies import incdir include
initial inout input inside instance int integer interconnect interface intersect join join_any join_none large let
liblist library local localparam logic longint macromodule matches medium modport module nand negedge nettype new
nexttime nmos nor noshowcancelled not notif0 notif1 null or output package packed parameter pmos posedge primitive
priority program property protected pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent pure rand randc
randcase randsequence rcmos real realtime ref reg reject_on release repeat restrict return rnmos rpmos rtran rtranif0
rtranif1 s_always s_eventually s_nexttime s_until s_until_with scalared sequence shortint shortreal showcancelled
signed small soft solve specify specparam static string strong strong0 strong1 struct super supply0 supply1
sync_accept_on sync_reject_on table tagged task this throughout time timeprecision timeunit tran tranif0 tranif1 tri
tri0 tri1 triand trior trireg type typedef union unique unique0 unsigned until until_with untyped use uwire var
vectored virtual void wait wait_order wand weak weak0 weak1 while wildcard wire with within wor xnor xor"""
# IEEE 1076-2008, 15.10
_VHDL = """abs access after alias all and architecture array assert assume assume_guarantee attribute begin block body
buffer bus case component configuration constant context cover default disconnect downto else elsif end entity exit
fairness file for force function generate generic group guarded if impure in inertial inout is label library linkage
literal loop map mod nand new next nor not null of on open or others out package parameter port postponed procedure
process property protected pure range record register reject release rem report restrict restrict_guarantee return rol
ror select sequence severity shared signal sla sll sra srl strong subtype then to transport type unaffected units
until use variable vmode vprop vunit wait when while with xnor xor"""
_NO_VARIABLE = frozenset(f"{_WORDS} {_MACROS}".split())
_KEYWORDS = frozenset(f"{_WORDS} {_MACROS} {_SYSTEMVERILOG} {_VHDL}".split())
_TAKEN = _NO_VARIABLE | frozenset(_TYPES.split())
# suffixes of an operation's name in the HLS project: its type, parameters, and intermediate tensors
_PARTS = r"_(t|kernel|weight|bias|exact|first\d+)"


def top(design_name: str, net_key: str, operations: Collection[str] = ()) -> str:
    """The name of a design's firmware: the design's name in lower case, then the net's key, so that versions differ.

    It has at most LONGEST characters. operations: names of the net's operations, none of which may start with it.
    """
    plain = unicodedata.normalize("NFKD", design_name).encode("ascii", "ignore").decode().lower()
    words = "_".join(re.findall("[a-z0-9]+", plain))
    slug = words if words[:1].isalpha() else f"design_{words}"
    room = LONGEST - len(net_key) - 1
    starts = chain([slug], (f"top{attempt}_{slug}" for attempt in count(1)))
    names = (f"{start[:room].rstrip('_')}_{net_key.lower()}" for start in starts)
    return next(name for name in names if not any(operation.lower().startswith(name) for operation in operations))


def is_top(name: str) -> bool:
    """Whether C++, SystemVerilog and VHDL all accept a name for firmware, and names NAME_... inside it.

    VHDL and some file systems ignore case, and VHDL does not allow two underscores in a row.
    """
    return bool(re.fullmatch("[a-z][a-z0-9]*(_[a-z0-9]+)*", name)) and name not in _KEYWORDS


def is_reserved(name: str) -> bool:
    """Whether C++, its standard library or hls4ml already uses a name, or its type NAME_t."""
    return name.lower() in _TAKEN


def is_no_variable(name: str) -> bool:
    """Whether a C++ variable cannot have a name.

    An operation that is only a step towards another one has no type of its own, so it may be named `key`.
    """
    return name.lower() in _NO_VARIABLE


def clash(one: str, other: str) -> bool:
    """Whether two operations, or one and a part of the other, would share a name in the HLS project.

    hls4ml compares names in lower case.
    """
    pair = one.lower(), other.lower()
    return pair[0] == pair[1] or any(re.fullmatch(re.escape(a) + _PARTS, b) for a, b in (pair, pair[::-1]))
