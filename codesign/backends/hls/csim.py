"""C simulation of an HLS project, compiled with g++ and run in a child process.

In this process, a crash in C++ would end the caller too, and a library could not be unloaded again. Values pass as
float64, which holds every fixed-point value of up to 53 bits.
"""

import ctypes
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from codesign.backends.hls import csim_cache
from codesign.backends.hls.project import FILE, HlsProject
from codesign.base import children
from codesign.base.files import is_whole, replacing, scratch, seal, write_atomic
from codesign.base.pace import Tell, silent
from codesign.errors import BackendError
from codesign.net.fixedpoint import Float

# g++ 12 spends half of its time on these warnings for tables of weights; -w does not switch them off
SLOW_WARNINGS = ("-Wno-free-nonheap-object", "-Wno-mismatched-new-delete", "-Wno-mismatched-dealloc")
# with -O2 or -O3, compiling takes a quarter longer and 20,000 jets no less time; with -O0, jets take 20 times longer
COMPILER = ("g++", "-O1", "-std=c++17", "-fPIC", "-w", *SLOW_WARNINGS, "-Ifirmware", "-Ifirmware/ap_types")
CHILD_JETS = 20_000  # jets per child process, so that their float64 values take little memory
LIBRARY = Path("csim", "csim.so")
SOURCE = Path("csim", "bridge.cpp")
DIGEST = Path("csim", "sources.sha256")
LOG = Path("csim", "compile.log")

# for a bridge without trace: g++ spends an eighth of its time on the code that saves tensors
_UNTRACED = """\
#include "{name}.h"
#include "nnet_utils/nnet_helpers.h"
namespace nnet {{
template <class T> void not_saved(T *, const char *, size_t) {{}}
}}
#define save_layer_output not_saved
"""
# includes the firmware: compiling it separately would read all headers twice
_BRIDGE = """\
#include "{name}.cpp"
#include "nnet_utils/nnet_helpers.h"
#include <cstddef>

namespace nnet {{
bool trace_enabled = false;
std::map<std::string, void *> *trace_outputs = nullptr;
size_t trace_type_size = sizeof(double);
}}

// _jets: number of inputs _x; _results: one array for each output; _layers, _sizes, _traces: what else to keep.
// No operation's name starts with _, so none hides these.
extern "C" void run(size_t _jets, const double *_x, double *const *_results, size_t _traced, const char *const *_layers,
                    const size_t *_sizes, double *const *_traces) {{
    using namespace {namespace};
    std::map<std::string, void *> _storage;
    nnet::trace_outputs = &_storage;
    nnet::trace_enabled = _traced > 0;
    for (size_t _jet = 0; _jet < _jets; _jet++) {{
        for (size_t _i = 0; _i < _traced; _i++)
            _storage[_layers[_i]] = _traces[_i] + _jet * _sizes[_i];
{body}
    }}
}}
"""


def compile_csim(folder: Path, trace: bool = False, tell: Tell = silent) -> None:
    """Compiles the project in `folder` to a library, unless the folder or the user's cache has it already.

    trace: the library also returns all tensors, which takes longer to compile.
    Raises BackendError with the compiler's first error line (the rest is in csim/compile.log), or without g++.
    """
    project = HlsProject.load(folder)
    if _is_compiled(project, trace):
        return
    write_atomic(folder / SOURCE, bridge(project, trace).encode())
    digest = _digest(folder)
    try:
        if not csim_cache.fetch(digest, COMPILER[0], folder / LIBRARY):
            tell("csim: compiling with g++, which takes up to a minute for a large design")
            _compile(folder)
            csim_cache.keep(digest, COMPILER[0], folder / LIBRARY)
        seal(folder / LIBRARY)
    except FileNotFoundError:
        raise BackendError("g++ is not installed; csim needs it (Debian: apt install g++)") from None
    write_atomic(folder / DIGEST, digest.encode())


def _compile(folder: Path) -> None:
    with replacing(folder / LIBRARY) as fresh:
        _compile_to(folder, fresh)


def _compile_to(folder: Path, library: Path) -> None:
    command = [*COMPILER, *csim_cache.options(folder, COMPILER), "-shared", str(SOURCE), "-o", str(library.resolve())]
    done = children.run(command, cwd=folder)
    write_atomic(folder / LOG, f"{' '.join(command)}\n{done.stdout}{done.stderr}".encode())
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "error" in line] or done.stderr.splitlines()[-1:]
        raise BackendError(f"csim does not compile: {''.join(errors[:1])}; all messages are in {folder / LOG}")


def run_csim(folder: Path, x: ArrayLike, trace: bool = False, timeout_s: float = 600.0) -> dict[str, Float]:
    """Op name -> output (with `trace`, every tensor) of the compiled project, for x: (jets, *port shape).

    With `trace`, a library that returns only outputs is compiled again.
    Raises BackendError for values that the port cannot hold, for a project that is not compiled, and if a child
    process, which runs up to CHILD_JETS jets, crashes or takes longer than `timeout_s`.
    """
    project = HlsProject.load(folder)
    values = np.asarray(x)
    port = project.tensors[project.port]
    if values.shape[1:] != port.shape:
        raise BackendError(f"inputs have shape {values.shape}, the port takes (jets, {port.shape})")
    batches = [values[first : first + CHILD_JETS] for first in range(0, max(len(values), 1), CHILD_JETS)]
    if not all(project.port_type.holds(batch) for batch in batches):
        raise BackendError(f"inputs are not all values of the port's type {project.port_type}; cast them to it first")
    if not _is_compiled(project, trace=False):
        raise BackendError(
            f"{folder / LIBRARY} is missing, damaged or compiled from other sources; compile the project first"
        )
    if trace:
        compile_csim(folder, trace=True)
    results = [_run_child(folder, batch, trace, timeout_s) for batch in batches]
    return {name: np.concatenate([tensors[name] for tensors in results]) for name in results[0]}


def _run_child(folder: Path, x: ArrayLike, trace: bool, timeout_s: float) -> dict[str, Float]:
    values = np.ascontiguousarray(x, np.float64)
    with scratch() as exchange:
        np.save(exchange / "x.npy", values)
        command = [sys.executable, "-m", "codesign.backends.hls.csim", str(folder), str(exchange), str(int(trace))]
        try:
            done = children.run(command, timeout=timeout_s)
        except subprocess.TimeoutExpired:
            raise BackendError(f"csim of {folder} took longer than {timeout_s:g} s for {len(values)} jets") from None
        if done.returncode:
            last_line = "".join((done.stderr or done.stdout).strip().splitlines()[-1:])
            how = f"signal {-done.returncode}" if done.returncode < 0 else f"code {done.returncode}"
            raise BackendError(f"csim of {folder} ended with {how}: {last_line or 'it printed nothing'}")
        try:
            with (exchange / "y.npz").open("rb") as file, np.load(file) as stored:
                return dict(stored)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise BackendError(f"csim of {folder} left incomplete results ({error}); is the disk full?") from None


def bridge(project: HlsProject, trace: bool = False) -> str:
    """The C++ between float64 arrays and the top function; with `trace`, it can save all tensors.

    Raises BackendError for a record whose port or outputs are not among its tensors.
    """
    if unknown := [name for name in (project.port, *project.outputs) if name not in project.tensors]:
        raise BackendError(
            f"{project.folder / FILE} is broken: {unknown[0]!r} is not one of its tensors; convert again"
        )
    port = project.tensors[project.port]
    outputs = [(name, project.tensors[name].size) for name in project.outputs]
    lines = [f"{project.port}_t {project.port}[{port.size}];"]
    lines += [f"{name}_t {name}[{size}];" for name, size in outputs]
    lines += [f"for (size_t _i = 0; _i < {port.size}; _i++)"]
    lines += [f"    {project.port}[_i] = _x[_jet * {port.size} + _i];"]
    lines += [f"{project.name}({', '.join([project.port, *project.outputs])});"]
    for index, (name, size) in enumerate(outputs):
        lines += [f"for (size_t _i = 0; _i < {size}; _i++)"]
        lines += [f"    _results[{index}][_jet * {size} + _i] = {name}[_i].to_double();"]
    body = "\n".join(f"        {line}" for line in lines)
    template = _BRIDGE if trace else _UNTRACED + _BRIDGE
    return template.format(name=project.name, namespace=project.namespace, body=body)


def _is_compiled(project: HlsProject, trace: bool) -> bool:
    """Whether the project's library was compiled from the present sources, with a bridge that can trace if asked."""
    library, source, digest = (project.folder / path for path in (LIBRARY, SOURCE, DIGEST))
    if not (
        is_whole(library) and source.exists() and digest.exists() and digest.read_text() == _digest(project.folder)
    ):
        return False
    return source.read_text() in {bridge(project, trace), bridge(project, trace=True)}


def _digest(folder: Path) -> str:
    """A digest of the sources, their names and the compiler's options."""
    state = hashlib.sha256(" ".join(COMPILER).encode())
    for path in sorted([*folder.glob("firmware/**/*"), folder / SOURCE]):
        if path.is_file():
            state.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def _run_library(folder: Path, x: Float, trace: bool) -> dict[str, Float]:
    """The tensors by op name, from one call of the library for all jets; runs in the child process."""
    project = HlsProject.load(folder)
    results = {name: np.zeros((len(x), *project.tensors[name].shape)) for name in project.outputs}
    sizes = {t.layer: t.size for name, t in project.tensors.items() if trace and t.layer != project.port}
    traces = {layer: np.zeros((len(x), size)) for layer, size in sizes.items()}
    library = ctypes.CDLL(str((folder / LIBRARY).resolve()))
    library.run(
        ctypes.c_size_t(len(x)),
        _pointer(x),
        (ctypes.c_void_p * len(results))(*map(_pointer, results.values())),
        ctypes.c_size_t(len(sizes)),
        (ctypes.c_char_p * len(sizes))(*(layer.encode() for layer in sizes)),
        (ctypes.c_size_t * len(sizes))(*sizes.values()),
        (ctypes.c_void_p * len(sizes))(*map(_pointer, traces.values())),
    )
    if not trace:
        return results
    traces[project.port] = x
    return {name: traces[t.layer].reshape(len(x), *t.shape) for name, t in project.tensors.items()}


def _pointer(array: Float) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def _main() -> None:
    folder, exchange, trace = sys.argv[1:]
    tensors = _run_library(Path(folder), np.load(Path(exchange) / "x.npy"), trace == "1")
    np.savez(Path(exchange) / "y.npz", allow_pickle=False, **tensors)


if __name__ == "__main__":
    _main()
