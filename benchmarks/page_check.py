"""Opens the page of a sweep or a run in headless Chromium, without a network, and says what is wrong with it.

It is also laid out as wide as a phone and as a laptop: nothing may stick out of the page, no row of a table may be so
tall that one scrolls through white, no table may be mostly white or cut, captions and the labels of plots must be whole
and apart from each other, and the page of few designs must be short. What is folded is opened for all but its height.
Pictures of the two layouts are written with --screenshots FOLDER.

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
HARMLESS = "GL Driver Message"  # about the speed of the software renderer
FOCUSABLE = ("a", "button", "input", "select", "summary", "textarea")
MIB = 2**20
WIDTHS = (400, 1280)  # of a phone and of a laptop, in CSS pixels
TALLEST = 200  # pixels that a row of a table may take: a quarter of a phone's screen
LEAST_INK = 0.15  # share of what one sees of a table that its texts cover; most tables of a page have 0.2 to 0.35
FEW, TALLEST_PAGE = 6, 8000  # so many designs, and the pixels that the page of so many may take on a laptop
SHORT_FROM = 1280  # pixels of width
SCREEN, TALLEST_PICTURE = 900, 16_000  # pixels; Chromium draws none that is taller than 16,384
FRAMED = """<!DOCTYPE html><meta charset="utf-8"><body style="margin: 0">
<iframe src="{address}" width="{width}" height="{height}" style="border: 0"></iframe><pre id="layout"></pre><script>
window.onload = () => setTimeout(() => {{
  const page = document.querySelector("iframe").contentDocument, found = [];
  const words = (e) => JSON.stringify((e.innerText || e.textContent).trim().slice(0, 40));
  const name = (e) => e.tagName.toLowerCase() + (e.id && "#" + e.id) + " " + words(e);
  const wide = (e) => e.getBoundingClientRect().right > {width} + 1;
  const area = (r) => Math.max(0, r.right - r.left) * Math.max(0, r.bottom - r.top);
  const overlap = (a, b) => ({{ left: Math.max(a.left, b.left), right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom) }});
  const ink = (table) => {{  // the share of what one sees of a table that its texts and bars cover
    let seen = table.getBoundingClientRect();
    for (let e = table; e; e = e.parentElement)
      if (getComputedStyle(e).overflowX !== "visible") seen = overlap(seen, e.getBoundingClientRect());
    if (area(seen) === 0) return 1;
    let covered = 0;
    const texts = page.createTreeWalker(table, NodeFilter.SHOW_TEXT), range = page.createRange();
    while (texts.nextNode()) {{
      range.selectNodeContents(texts.currentNode);
      for (const r of range.getClientRects()) covered += area(overlap(seen, r));
    }}
    for (const cell of table.querySelectorAll("td[data-label]"))  // of a card, where the style writes it: 6 px a letter
      if (getComputedStyle(cell, "::before").content !== "none")
        covered += area(overlap(seen, cell.getBoundingClientRect())) && 15 * 6 * cell.dataset.label.length;
    for (const bar of table.querySelectorAll(".bar")) covered += area(overlap(seen, bar.getBoundingClientRect()));
    return covered / area(seen);
  }};
  const scrolls = (e) => e && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
  const designs = page.querySelectorAll("#designs tbody tr").length, tall = Math.round(page.body.offsetHeight);
  if ({width} >= {short_from} && designs <= {few} && tall >= {tallest_page})
    found.push("the page of " + designs + " designs is " + tall + " px tall, not below {tallest_page}");
  const folded = [...page.querySelectorAll("details.fold:not([open])")];
  folded.forEach(e => {{ e.open = true; }});
  for (const e of page.querySelectorAll("main *, header *, footer *"))
    if (wide(e) && !wide(e.parentElement) && !scrolls(e.parentElement))
      found.push(name(e) + " sticks out of the page to " + Math.round(e.getBoundingClientRect().right) + " px");
  for (const e of page.querySelectorAll("tr")) {{
    if (getComputedStyle(e).display === "grid") continue;  // a card, not a row
    const height = Math.round(e.getBoundingClientRect().height);
    if (height > {tallest}) found.push("the row " + name(e) + " is " + height + " px tall");
  }}
  for (const e of page.querySelectorAll("table")) {{
    const share = ink(e), frame = e.parentElement;
    if (e.scrollWidth > e.clientWidth + 1 || frame.scrollWidth > frame.clientWidth + 1)
      found.push("the table " + name(e) + " is cut on the right");
    if (share < {least_ink}) found.push("the table " + name(e) + " is " + Math.round(100 - 100 * share) + " % white");
  }}
  for (const e of page.querySelectorAll("figure"))
    if (e.scrollWidth > e.clientWidth + 1) found.push("the picture " + name(e) + " is wider than the page");
  for (const e of page.querySelectorAll("caption, figcaption"))
    if (wide(e) || e.scrollWidth > e.clientWidth + 1) found.push("the caption " + name(e) + " is cut");
  for (const plot of page.querySelectorAll(".interactive:not([hidden])")) {{
    const label = (e) => plot.id + " " + JSON.stringify(e.textContent);
    const texts = [...plot.querySelectorAll("text")].filter(e => e.textContent && area(e.getBoundingClientRect()));
    for (const e of texts) {{
      const [box, text] = [plot, e].map(one => one.getBoundingClientRect());
      if (area(box) && area(overlap(box, text)) < 0.98 * area(text)) found.push("the label " + label(e) + " is cut");
      if (e.textContent.includes("…")) found.push("the label " + label(e) + " is cut short");
    }}
    const fixed = texts.filter(e => e.closest(".annotation, .infolayer, .xtick, .ytick"));
    fixed.forEach((one, n) => fixed.slice(n + 1).forEach(other => {{
      const both = area(overlap(one.getBoundingClientRect(), other.getBoundingClientRect()));
      const least = Math.min(area(one.getBoundingClientRect()), area(other.getBoundingClientRect()));
      if (both > 0.1 * least) found.push("the labels " + label(one) + " and " + label(other) + " lie on each other");
    }}));
  }}
  folded.forEach(e => {{ e.open = false; }});
  document.querySelector("#layout").textContent = JSON.stringify({{ found, tall }});
}}, 3000);
</script></body>"""
PATIENCE_S = 600  # drawing without a graphics card on a busy machine


class Drawn(HTMLParser):
    """What the browser made of the page: interactive plots, notes of failure, ids, and what takes the focus."""

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
        """Counts what is drawn inside a plot."""
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
    """Exits with 1 where something is wrong, with 3 where no browser opens the page."""
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
    """The page's elements after its scripts have run, and what the browser logged."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *FLAGS, f"--user-data-dir={profile}", *flags, page.resolve().as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            print(f"{browser} did not open {page}: {error}", file=sys.stderr)
            sys.exit(3)
    return done.stdout, done.stderr


def laid_out(browser: str, page: Path, width: int, pictures: Path | None) -> list[str]:
    """What is too wide, too tall, white or cut where the page is so many pixels wide; its picture goes into the folder.

    The page stands in a frame of that width, as Chromium's own window has at least 500 pixels.
    """
    with tempfile.TemporaryDirectory() as folder:
        frame = Path(folder) / "frame.html"
        address = html.escape(page.resolve().as_uri())
        limits = {"tallest": TALLEST, "least_ink": LEAST_INK, "few": FEW, "tallest_page": TALLEST_PAGE}
        text = FRAMED.format(address=address, width=width, height="HEIGHT", short_from=SHORT_FROM, **limits)
        frame.write_text(text.replace("HEIGHT", f"{SCREEN}"), "utf-8")
        local, window = "--allow-file-access-from-files", f"--window-size={max(width, 500)}"
        dom, _ = opened(browser, frame, "--dump-dom", local, f"{window},{SCREEN}")
        measured = re.search(r'<pre id="layout">(.+?)</pre>', dom, re.DOTALL)
        if measured is None:
            return ["the layout could not be measured"]
        layout = json.loads(html.unescape(measured[1]))
        if pictures:
            tall = min(layout["tall"], TALLEST_PICTURE)
            frame.write_text(text.replace("HEIGHT", f"{tall}"), "utf-8")
            pictures.mkdir(parents=True, exist_ok=True)
            picture = pictures.resolve() / f"{page.stem}-{width}.png"
            opened(browser, frame, f"--screenshot={picture}", local, f"{window},{tall}")
    found: list[str] = layout["found"]
    return found


def problems(dom: str, log: str) -> list[str]:
    """What a reader would miss or stumble over."""
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
