#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Looks at the page of compliance_report in a real browser: page.py PROGRAM

Chromium lays the page out at several widths, light and dark. Looked at are: how many charts and
bars there are, and that these stand for the figures of the JSON report; that nothing leaves the
page or its chart, and labels do not run into each other; that names from the data are text; that
the page needs no script and no network; and that a screenshot shows it in its colours. Exit status
4: there is no Chromium."""
import html, json, os, re, shutil, struct, subprocess, sys, tempfile, zlib

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SAMPLE = os.path.join(ROOT, "examples", "compliance_report")
WIDTHS = [340, 800, 1280]
HOSTILE = ['<script>document.title="owned"</script>', 'R&D "quoted" \'too\'', "市民服务与城市管理综合部门" * 3,
           "&lt;b&gt;", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"]
BROWSERS = [os.environ.get("SLA_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]

# Runs in the browser, beside the page and not in it: measures it in a frame of each width.
MEASURE = r"""
async function measure(page, width) {
  const frame = document.createElement('iframe');
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  frame.srcdoc = page;
  const loaded = new Promise(done => frame.onload = done);
  document.body.append(frame);
  await loaded;
  const doc = frame.contentDocument, win = frame.contentWindow, wrong = [];
  for (const d of doc.querySelectorAll('details')) d.open = true;
  const root = doc.documentElement;
  if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth} wide`);
  for (const e of doc.body.querySelectorAll('*')) {
    const r = e.getBoundingClientRect();
    if (!e.closest('.scroll table') && (r.left < -0.5 || r.right > root.clientWidth + 0.5))
      wrong.push(`<${e.tagName} ${e.getAttribute('class')}> from ${r.left} to ${r.right}`);
  }
  const charts = [];
  for (const svg of doc.querySelectorAll('svg')) {
    const box = svg.viewBox.baseVal, bars = [], texts = [];
    const name = e => `${svg.getAttribute('class')}: ${e.tagName} "${e.textContent}"`;
    if (!(svg.getBoundingClientRect().height > 20)) wrong.push(`${name(svg)} is flat`);
    for (const e of svg.querySelectorAll('rect, line, text')) {
      for (const a of e.attributes)
        if (/NaN|inf|undefined/i.test(a.value)) wrong.push(`${name(e)}: ${a.name}=${a.value}`);
      const b = e.getBBox();
      if (b.x < -1 || b.y < -1 || b.x + b.width > box.width + 1 || b.y + b.height > box.height + 1)
        wrong.push(`${name(e)} leaves the chart: ${b.x} ${b.y} ${b.width} ${b.height}`);
      if (e.tagName === 'text')
        for (const [other, o] of [...texts, [e, b]].slice(0, -1))
          if (b.x < o.x + o.width - 1 && o.x < b.x + b.width - 1 &&
              b.y < o.y + o.height - 4 && o.y < b.y + b.height - 4)
            wrong.push(`${name(e)} lies over ${name(other)}`);
      if (e.tagName === 'text') texts.push([e, b]);
      if (/\b(bar|hour)\b/.test(e.getAttribute('class')))
        bars.push({says: e.textContent, width: b.width, height: b.height});
    }
    const labels = (svg.getAttribute('aria-labelledby') || '').split(' ');
    if (svg.getAttribute('role') !== 'img' || !labels.every(l => doc.getElementById(l)?.textContent))
      wrong.push(`${name(svg)} does not say what it is`);
    charts.push({kind: svg.classList[1], bars, width: box.width,
                 lines: svg.querySelectorAll('line.goal, line.limit').length});
  }
  for (const table of doc.querySelectorAll('table'))
    if (!table.caption || !table.querySelector('th[scope=col]')) wrong.push('a table without heads');
  const ids = [...doc.querySelectorAll('[id]')].map(e => e.id);
  if (new Set(ids).size !== ids.length) wrong.push('an id is there twice');
  const loads = [...doc.querySelectorAll('[src], [href], script, link, iframe')].length;
  if (loads || win.performance.getEntriesByType('resource').length) wrong.push('loads something');
  return {wrong, charts, title: doc.title, headings: doc.querySelectorAll('h1').length,
          paper: win.getComputedStyle(doc.body).backgroundColor,
          cells: [...doc.querySelectorAll('th[scope=row]')].map(e => e.textContent)};
}
(async () => {
  const out = {};
  for (const width of WIDTHS) out[width] = await measure(PAGE, width);
  document.getElementById('out').textContent = JSON.stringify(out);
})();
"""


def fail(*why):
    print("page.py:", *why)
    sys.exit(1)


def browse(browser, folder, url, *options):
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
               "--disable-dev-shm-usage", "--no-first-run", "--virtual-time-budget=20000",
               f"--user-data-dir={folder}/profile", *options, url]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          timeout=180).stdout.decode("utf-8")


def measured(browser, folder, page, *options):
    def in_script(value):
        return json.dumps(value).replace("</", "<\\/").replace("<!--", "<\\!--")

    with open(page, encoding="utf-8") as file:
        text = file.read()
    check = os.path.join(folder, "check.html")
    with open(check, "w", encoding="utf-8") as file:
        file.write(f"<!DOCTYPE html><meta charset='utf-8'><body><pre id='out'></pre><script>"
                   f"const PAGE = {in_script(text)}, WIDTHS = {WIDTHS};{MEASURE}</script>")
    dom = browse(browser, folder, "file://" + check, "--dump-dom", *options)
    found = re.search(r'<pre id="out">(.+?)</pre>', dom, re.S)
    return json.loads(html.unescape(found[1])) if found else fail("the browser measured nothing")


def colours(png):
    """How often each colour is in a picture of 8 bits, as Chromium writes it."""
    with open(png, "rb") as file:
        data = file.read()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        fail("the screenshot is no PNG")
    packed, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body, at = data[at + 8:at + 8 + length], at + 12 + length
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        packed += body if kind == b"IDAT" else b""
    step, raw = {2: 3, 6: 4}[colour], zlib.decompress(packed)
    if depth != 8:
        fail("the screenshot has", depth, "bits")
    counts, before = {}, bytes(width * step)
    for y in range(height):
        begin = y * (width * step + 1)
        filtered, line = raw[begin], bytearray(raw[begin + 1:begin + 1 + width * step])
        for x in range(len(line) if filtered else 0):
            left, up = line[x - step] if x >= step else 0, before[x]
            corner = before[x - step] if x >= step else 0
            guess = left + up - corner
            nearest = min((left, up, corner), key=lambda v: abs(guess - v))
            line[x] = (line[x] + (0, left, up, (left + up) // 2, nearest)[filtered]) & 255
        before = bytes(line)
        for x in range(0, len(before), step):
            pixel = before[x:x + 3]
            counts[pixel] = counts.get(pixel, 0) + 1
    return counts


def expected_charts(report):
    """Of each chart its kind, how many bars, and how many lines at a goal or a limit."""
    for metric in report["metrics"]:
        for table in metric["tables"]:
            if len(table["by"]) == 1:
                bars = min(len(table["groups"]), 12)
                yield "attainment", bars, bars if report["goal_percent"] else 0
        yield "used", len(metric["time_used"]), 1
        yield "breaches", 168, 0


def check_page(browser, folder, report, page, *options):
    seen = measured(browser, folder, page, *options)
    for width in map(str, WIDTHS):
        if seen[width]["wrong"]:
            fail("at a width of", width, *("\n  " + w for w in seen[width]["wrong"][:20]))
        charts = [(c["kind"], len(c["bars"]), c["lines"]) for c in seen[width]["charts"]]
        if charts != list(expected_charts(report)):
            fail("the charts are", charts, "not", list(expected_charts(report)))
        if seen[width]["title"] != "Compliance report: " + report["report"]:
            fail("the title is", seen[width]["title"])
        bars_of = iter(seen[width]["charts"])
        for metric in report["metrics"]:
            for table in (t for t in metric["tables"] if len(t["by"]) == 1):
                chart = next(bars_of)
                for bar, group in zip(chart["bars"], table["groups"]):
                    decided = group["met"] + group["breached"]
                    should = chart["width"] * group["met"] / decided if decided else 0
                    if abs(bar["width"] - should) > 0.1 or group["group"][0] not in bar["says"]:
                        fail("the bar", bar, "is not", group)
            for kind, key in (("used", "tickets"), ("breaches", None)):
                values = ([u[key] for u in metric["time_used"]] if key else
                          [n for day in metric["breaches_by_hour"].values() for n in day])
                said = [int(b["says"].rsplit(": ", 1)[1].split()[0].replace(",", ""))
                        for b in next(bars_of)["bars"]]
                if said != values:
                    fail(kind, "says", said, "not", values)
    return seen


def main():
    program = sys.argv[1]
    browser = next((b for b in map(shutil.which, filter(None, BROWSERS)) if b), None)
    if browser is None:
        print("skipped: there is no Chromium (Debian: package chromium; or SLA_CHROMIUM)")
        sys.exit(4)

    def made(folder, tickets, *options):
        page, figures = os.path.join(folder, "page.html"), os.path.join(folder, "figures.json")
        subprocess.run([program, tickets, os.path.join(SAMPLE, "sample_policy.json"), *options,
                    "--columns", os.path.join(SAMPLE, "sample_tickets.columns"),
                        "--html", page, "--json", figures], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(figures, encoding="utf-8") as file:
            return page, json.load(file)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sample = os.path.join(SAMPLE, "sample_tickets.csv")
        page, report = made(folder, sample)
        light = check_page(browser, folder, report, page)
        dark_mode = "--blink-settings=preferredColorScheme=0"
        dark = check_page(browser, folder, report, page, dark_mode)
        if light["800"]["paper"] != "rgb(255, 255, 255)" or dark["800"]["paper"] != "rgb(18, 23, 30)":
            fail("the paper is", light["800"]["paper"], "and", dark["800"]["paper"])

        for options, paper, kept, late in (
                ([], b"\xff\xff\xff", b"\x25\x63\xc9", b"\xb8\x47\x0c"),
                ([dark_mode], b"\x12\x17\x1e", b"\x6e\xa8\xff", b"\xff\x9a\x5c")):
            shot = os.path.join(folder, "page.png")
            browse(browser, folder, "file://" + page, "--window-size=800,1600",
                   f"--screenshot={shot}", *options)
            found = colours(shot)
            if not all(found.get(c, 0) >= 200 for c in (paper, kept, late)):
                fail("the screenshot has not the colours of the page:", len(found), "colours")

        with open(sample, encoding="utf-8") as file:
            lines = file.read().splitlines()
        quoted = ['"' + name.replace('"', '""') + '"' for name in HOSTILE]
        hostile = os.path.join(folder, "hostile.csv")
        with open(hostile, "w", encoding="utf-8") as file:
            file.write(lines[0] + "\n")
            for i, line in enumerate(lines[1:]):
                file.write(line.rsplit(",", 1)[0] + "," + quoted[i % len(quoted)] + "\n")
        page, report = made(folder, hostile, "--by", "day", "--goal", "30")
        cells = check_page(browser, folder, report, page)["340"]["cells"]
        if not set(HOSTILE) <= set(cells):
            fail("names are not as they are in the file:", set(HOSTILE) - set(cells))
    print("pages looked at in", browser)


main()
