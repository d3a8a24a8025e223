# SPDX-License-Identifier: MIT
"""Draws a plot as SVG: nanoseconds a row against x, both logarithmic; fit for light and dark."""

import math
from xml.sax.saxutils import escape

from scenarios import PEERS

WIDTH, HEIGHT = 860, 440
LEFT, RIGHT, TOP, BOTTOM = 80, 270, 64, 60

STYLE = """
    .page { fill: #ffffff; }
    text { font: 13px sans-serif; fill: #1f2328; }
    text.title { font-size: 16px; font-weight: 600; }
    .grid { stroke: #d1d9e0; stroke-width: 1; }
    .axis { stroke: #59636e; stroke-width: 1; }
    polyline { fill: none; stroke-width: 2; }
    @media (prefers-color-scheme: dark) {
        .page { fill: #0d1117; }
        text { fill: #f0f6fc; }
        .grid { stroke: #3d444d; }
        .axis { stroke: #9198a1; }
    }
"""


def time_label(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if ns >= size:
            return f"{ns / size:g} {unit}"
    return f"{ns:g} ns"


def count_label(x):
    return f"{x // 1_000_000} M" if x >= 1_000_000 else f"{x:,}"


class Scales:
    """From values to places. Zero, which has no logarithm, stands a step left of the first x."""

    def __init__(self, xs, times):
        self.xs = list(xs)
        left = math.log10(min(x for x in xs if x)) - 0.5
        self.positions = [math.log10(x) if x else left for x in xs]
        self.low = math.floor(math.log10(min(times)))
        self.high = math.ceil(math.log10(max(times)))

    def x(self, value):
        at = self.positions[self.xs.index(value)]
        first, last = self.positions[0], self.positions[-1]
        return LEFT + (at - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(self, ns):
        share = (math.log10(ns) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def spread(places, gap):
    """The places of labels, in order, moved down so that no two overlap."""
    out = []
    for place in places:
        out.append(max(place, out[-1] + gap) if out else place)
    return out


def draw(key, drawn, run):
    series = {}
    for x in drawn.scenarios:
        for name in drawn.scenarios[x].rows:
            answers = run.answers.get((f"{key}_{x}", name))
            if answers and PEERS[name].colour:
                series.setdefault(name, []).append((x, answers.ns))
    scales = Scales(drawn.scenarios, [ns for points in series.values() for _, ns in points])
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img">',
        f"<title>{escape(drawn.title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="title" x="{LEFT}" y="28">{escape(drawn.title)}</text>',
    ]
    for power in range(scales.low, scales.high + 1):
        y = scales.y(10**power)
        out.append(f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>')
        out.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{time_label(10**power)}</text>'
        )
    for x in drawn.scenarios:
        at = scales.x(x)
        out.append(f'<line class="grid" x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{bottom}"/>')
        label = count_label(x)
        out.append(f'<text x="{at:.1f}" y="{bottom + 20}" text-anchor="middle">{label}</text>')
    out.append(
        f'<line class="axis" x1="{LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}"/>'
        f'<line class="axis" x1="{LEFT}" y1="{TOP}" x2="{LEFT}" y2="{bottom}"/>'
    )
    middle = (LEFT + right) / 2
    out.append(
        f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">{escape(drawn.axis)}</text>'
    )

    out.append(f'<text x="{LEFT - 8}" y="{TOP - 14}" text-anchor="end">CPU time</text>')

    ordered = sorted(series.items(), key=lambda item: scales.y(item[1][-1][1]))
    labels = spread([scales.y(points[-1][1]) + 4 for _, points in ordered], 18)
    for (name, points), label in zip(ordered, labels):
        peer = PEERS[name]
        places = [(scales.x(x), scales.y(ns)) for x, ns in points]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        out.append(f'<polyline points="{line}" style="stroke: {peer.colour}"/>')
        for x, y in places:
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{peer.colour}"/>')
        out.append(
            f'<rect x="{right + 12}" y="{label - 10:.1f}" width="10" height="10" '
            f'fill="{peer.colour}"/>'
        )
        name_and_time = f"{peer.short}: {time_label(float(f'{points[-1][1]:.2g}'))}"
        out.append(f'<text x="{right + 28}" y="{label:.1f}">{escape(name_and_time)}</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"
