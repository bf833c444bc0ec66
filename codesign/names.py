"""Names that an operation cannot have in firmware: they are variables in the C++ that hls4ml writes."""

import re

TOP = "tagger"  # the top function's own, by default

# C++20, [lex.key] and the alternative tokens of [lex.digraph]; hls4ml keeps `input` for itself
_WORDS = """alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class
co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default
delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline input int long
mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register
reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template this
thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor
xor_eq"""
# macros of the C headers that a project includes, in lower case as hls4ml compares names
_MACROS = "assert eof errno infinity nan null stderr stdin stdout"
# NAME is of type NAME_t, and these are types of C, C++ or POSIX already
_TYPES = """blkcnt blksize caddr char16 char32 char8 clock clockid daddr dev div double error float fpos fsblkcnt
fsfilcnt fsid gid id idtype imaxdiv ino int16 int32 int64 int8 int_fast16 int_fast32 int_fast64 int_fast8 int_least16
int_least32 int_least64 int_least8 intmax intptr key ldiv lldiv locale loff max_align mbstate mode nlink off off64 pid
ptrdiff quad register sig_atomic sigset size ssize suseconds time timer u_int16 u_int32 u_int64 u_int8 u_quad uid
uint16 uint32 uint64 uint8 uint_fast16 uint_fast32 uint_fast64 uint_fast8 uint_least16 uint_least32 uint_least64
uint_least8 uintmax uintptr useconds wchar wctrans wctype wint"""
_NO_VARIABLE = frozenset(f"{_WORDS} {_MACROS}".split())
_TAKEN = _NO_VARIABLE | frozenset(_TYPES.split())
# what the HLS project appends to an operation's name: its type, parameters, and tensors on the way to it
_PARTS = r"_(t|kernel|weight|bias|exact|first\d+)"


def is_reserved(name: str) -> bool:
    """Whether C++, its standard library or hls4ml has a name already, or that of the type made from it."""
    return name.lower() in _TAKEN


def is_no_variable(name: str) -> bool:
    """Whether no variable of C++ can have a name.

    An operation that is only a step towards another one has no type of its own, so that `key` can be one.
    """
    return name.lower() in _NO_VARIABLE


def clash(one: str, other: str) -> bool:
    """Whether two operations, or one and a part of the other, would have one name in the HLS project.

    hls4ml compares names in lower case.
    """
    pair = one.lower(), other.lower()
    return pair[0] == pair[1] or any(re.fullmatch(re.escape(a) + _PARTS, b) for a, b in (pair, pair[::-1]))
