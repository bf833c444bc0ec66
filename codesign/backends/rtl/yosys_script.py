"""The child process of `codesign.backends.rtl.yosys`: runs a script with limited memory and logs to a file."""

import resource
import sys


def _main() -> None:
    script, log, memory_gb = sys.argv[1:]
    limit = int(float(memory_gb) * 2**30)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    from pyosys import libyosys

    libyosys.run_pass(f"tee -q -o {log} script {script}", libyosys.Design())


if __name__ == "__main__":
    _main()
