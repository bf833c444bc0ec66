"""Stands in for vitis_hls, vitis-run and vivado: says its version, replays logs and reports, and ends as told.

It goes by the name it is called by. The file scenario.json beside it says
    version: the release;
    SCRIPT (csynth.tcl, ...): {log: text, files: {path: text}, code: exit code, signal: number, sleep_s}
A Tcl script that is missing or names a missing source is an error, as in the tools.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

BANNERS = {
    "vitis_hls": "Vitis HLS - High-Level Synthesis from C, C++ and OpenCL v{} (64-bit)",
    "vitis-run": "****** vitis-run v{} (64-bit)",
    "vivado": "Vivado v{} (64-bit)",
}


def main() -> int:
    name = Path(sys.argv[0]).name
    scenario = json.loads((Path(sys.argv[0]).parent / "scenario.json").read_text())
    print(BANNERS[name].format(scenario["version"]))
    if sys.argv[1] in ("-version", "--version"):
        return 0
    script = Path(next(word for word in sys.argv if word.endswith(".tcl")))
    settings = (script.parent / "settings.tcl").read_text()
    for path in re.findall(r"\{(/[^}]*)\}", settings):
        if not Path(path).exists():
            print(f"ERROR: [Standin 1-1] no such source: {path}")
            return 1
    act = scenario[script.name]
    print(act.get("log", ""), flush=True)
    for path, text in act.get("files", {}).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)
    time.sleep(act.get("sleep_s", 0))
    if "signal" in act:
        os.kill(os.getpid(), act["signal"])
    return int(act.get("code", 0))


if __name__ == "__main__":
    sys.exit(main())
