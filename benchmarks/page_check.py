"""Opens the page of a sweep or a run in headless Chromium, without a network, and lists what is wrong with it.

The page is also laid out at the width of a phone and of a laptop: nothing may stick out of the page, and no table row
may be so tall that readers scroll through white space. --screenshots FOLDER writes a picture of each width.

python benchmarks/page_check.py runs/demo/report.html [--screenshots FOLDER]
"""

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--hide-scrollbars"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--virtual-time-budget=20000"),
)
HARMLESS = "GL Driver Message"  # a console message about the speed of the software renderer
FOCUSABLE = ("a", "button", "input", "select", "summary", "textarea")
MIB = 2**20
WIDTHS = (400, 1280)  # CSS pixels of a phone and of a laptop
TALLEST = 200  # CSS pixels; the tallest allowed table row: a quarter of a phone's screen
FRAMED = """<!DOCTYPE html><body style="margin: 0"><iframe src="{address}" width="{width}" height="{height}"
style="border: 0"></iframe><pre id="layout"></pre><script>
window.onload = () => setTimeout(() => {{
  const page = document.querySelector("iframe").contentDocument, found = [];
  const name = (e) => e.tagName.toLowerCase() + (e.id && "#" + e.id) + " " + JSON.stringify(e.innerText.slice(0, 40));
  const wide = (e) => e.getBoundingClientRect().right > {width} + 1;
  const scrolls = (e) => e && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
  for (const e of page.querySelectorAll("main *, header *, footer *"))
    if (wide(e) && !wide(e.parentElement) && !scrolls(e.parentElement))
      found.push(name(e) + " sticks out of the page to " + Math.round(e.getBoundingClientRect().right) + " px");
  for (const e of page.querySelectorAll("tr")) {{
    const height = Math.round(e.getBoundingClientRect().height);
    if (height > {tallest}) found.push("the row " + name(e) + " is " + height + " px tall");
  }}
  document.querySelector("#layout").textContent = JSON.stringify(found);
}}, 3000);
</script></body>"""
PATIENCE_S = 600  # drawing takes long without a graphics card on a busy machine


class Drawn(HTMLParser):
    """What the browser made of the page.

    plots: id of each interactive plot -> tags drawn inside it; hidden, unlabelled: ids of plots that are hidden or have
    no label; ids: of all elements outside plots; jumps: elements that take the keyboard focus out of order.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.plots: dict[str, list[str]] = {}
        self.hidden: list[str] = []
        self.unlabelled: list[str] = []
        self.ids: list[str] = []
        self.jumps: list[str] = []
        self._depth = 0
        self._plot = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Records ids, plots and the tags drawn inside plots."""
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if values.get("id") and not self._plot else []
        self.jumps += [tag] if int(values.get("tabindex") or 0) > 0 else []
        if "interactive" in values.get("class", "").split():
            self._plot, self._depth = values["id"], 0
            self.plots[self._plot] = []
            self.hidden += [self._plot] if "hidden" in values else []
            labelled = values.get("role") == "img" and values.get("aria-label")
            self.unlabelled += [] if labelled else [self._plot]
        elif self._plot:
            self.plots[self._plot].append(tag)
            if tag in FOCUSABLE or "tabindex" in values:
                self.jumps.append(f"{tag} inside {self._plot}, which a screen reader takes for one picture")
        if self._plot and tag == "div":
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        """Leaves a plot at the end of its element."""
        if self._plot and tag == "div":
            self._depth -= 1
            self._plot = self._plot if self._depth else ""


def main() -> None:
    """Checks a page; exits with 1 if something is wrong, and with 3 if no browser opens the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("--screenshots", type=Path, help="also write a picture for each width here, to be looked at")
    asked = parser.parse_args()
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        print(f"none of {', '.join(BROWSERS)} is installed (Debian: apt-get install chromium)", file=sys.stderr)
        sys.exit(3)
    dom, log = opened(browser, asked.page, "--dump-dom")
    found = problems(dom, log)
    for width in WIDTHS:
        found += [f"at {width} px {problem}" for problem in laid_out(browser, asked.page, width, asked.screenshots)]
    for problem in found:
        print(f"wrong: {problem}", file=sys.stderr)
    plots = len(Drawn(dom).plots)
    size = asked.page.stat().st_size / MIB
    print(f"{asked.page}: {size:.1f} MiB, {plots} interactive plots, {len(found)} problems")
    sys.exit(1 if found else 0)


def opened(browser: str, page: Path, *flags: str) -> tuple[str, str]:
    """The browser's standard output (the page's elements with --dump-dom) and its log, after all scripts have run.

    Exits with 3 if the browser does not open the page.
    """
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *FLAGS, f"--user-data-dir={profile}", *flags, page.resolve().as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            print(f"{browser} did not open {page}: {error}", file=sys.stderr)
            sys.exit(3)
    return done.stdout, done.stderr


def laid_out(browser: str, page: Path, width: int, pictures: Path | None) -> list[str]:
    """Elements that are too wide or too tall when the page is `width` CSS pixels wide.

    The page is laid out in a frame of that width, because Chromium's own window is at least 500 pixels wide.
    pictures: a folder for a screenshot, or None.
    """
    height = 9000
    with tempfile.TemporaryDirectory() as folder:
        frame = Path(folder) / "frame.html"
        address = html.escape(page.resolve().as_uri())
        frame.write_text(FRAMED.format(address=address, width=width, height=height, tallest=TALLEST))
        flags = ("--allow-file-access-from-files", f"--window-size={max(width, 500)},{height}")
        dom, _ = opened(browser, frame, "--dump-dom", *flags)
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            opened(browser, frame, f"--screenshot={pictures.resolve() / f'{page.stem}-{width}.png'}", *flags)
    found = re.search(r'<pre id="layout">(.+?)</pre>', dom, re.DOTALL)
    return json.loads(html.unescape(found[1])) if found else ["the layout could not be measured"]


def problems(dom: str, log: str) -> list[str]:
    """The faults that a reader would notice, as messages. dom: the elements; log: the browser's log."""
    drawn = Drawn(dom)
    lines = [line for line in log.splitlines() if ":CONSOLE" in line and HARMLESS not in line]
    found = [f"the console says {re.sub(r'^.*?CONSOLE[^]]*] ', '', line)}" for line in lines]
    found += [f"{plot} is still hidden" for plot in drawn.hidden]
    found += [f"{plot} has no role or label" for plot in drawn.unlabelled]
    found += [f"{plot} holds no drawing" for plot, tags in drawn.plots.items() if not {"svg", "canvas"} & set(tags)]
    found += [f"the id {name} is there twice" for name in sorted({n for n in drawn.ids if drawn.ids.count(n) > 1})]
    loads = re.findall(r"<(?:script|img|link|iframe|object)[^>]*\b(?:src|href|data)=\"(?!data:|#)([^\"]*)", dom)
    found += [f"it loads {address}" for address in loads]
    found += [f"the focus jumps to a {what}" for what in drawn.jumps]
    if '<section id="answer">' not in dom:
        found.append("it is not a page that `codesign report` wrote")
    if '<section id="trade">' in dom and 'id="plot-lut"' not in dom:
        found.append("there is no plot of score against LUT; does the sweep have two finished designs?")
    if '<p class="todo">This browser cannot draw' in dom:
        found.append("the scripts failed, and said so")
    return found


if __name__ == "__main__":
    main()
