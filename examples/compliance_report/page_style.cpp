// SPDX-License-Identifier: MIT

#include "page.hpp"

namespace compliance {

// Blue and orange differ for everybody, also without colour vision. Texts have a contrast of at
// least 4.5 to 1, but for some numbers inside the heat map, which the table beside it repeats.
const char* page_style() {
    return R"(:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f5f7fa; --ink: #1b2430; --soft: #56616f; --rule: #d5dbe3;
  --kept: #2563c9; --late: #b8470c; --goal: #1b2430; --track: #e4e9f0; --heat: #c2410c;
  --heat-ink: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12171e; --panel: #1a212b; --ink: #e6ebf2; --soft: #a3afbe; --rule: #323d4b;
    --kept: #6ea8ff; --late: #ff9a5c; --goal: #e6ebf2; --track: #29333f; --heat: #ff8a45;
    --heat-ink: #12171e;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 76rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--rule); }
h2::first-letter { text-transform: uppercase; }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; }
.soft { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(12rem, 45%), 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; }
.tiles div { background: var(--panel); border-radius: .5rem; padding: .6rem .8rem; }
.tiles dt { color: var(--soft); font-size: .85rem; }
.tiles dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.tiles dd small { display: block; font-size: .85rem; color: var(--soft); }
.pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 2rem; align-items: start; }
@media (min-width: 60rem) { .pair { grid-template-columns: minmax(0, 30rem) minmax(0, 1fr); } }
figure { margin: 0; min-width: 0; }
figcaption { color: var(--soft); font-size: .85rem; margin-top: .35rem; }
.chart { display: block; width: 100%; max-width: 34rem; height: auto; }
.scroll { overflow-x: auto; max-width: 100%; }
.scroll:focus-visible { outline: 2px solid var(--kept); }
table { border-collapse: collapse; overflow-wrap: break-word; min-width: min(100%, 20rem); font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: .85rem; padding-bottom: .25rem; }
th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { font-weight: 600; }
th:first-child, td:first-child, th[scope=row] { text-align: left; }
th[scope=row] { font-weight: 400; white-space: normal; min-width: 8rem; }
.wide th[scope=row] { min-width: 3rem; }
tfoot th, tfoot th[scope=row], tfoot td { font-weight: 600; border-bottom: 0; }
.missed-word { color: var(--late); font-weight: 600; }
details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
.chart text { fill: var(--ink); font-size: 13px; }
.chart .value, .chart .count { font-size: 12px; font-variant-numeric: tabular-nums; }
.chart .value { fill: var(--soft); }
.chart .axis { font-size: 11px; fill: var(--soft); }
.chart .strong { font-weight: 700; fill: var(--ink); }
.chart .track { fill: var(--track); }
.chart .bar { fill: var(--kept); }
.chart .missed { fill: var(--late); }
.chart .kept-label { fill: var(--kept); }
.chart .late-label { fill: var(--late); }
.chart .goal, .chart .limit { stroke: var(--goal); stroke-width: 2; }
.chart .limit { stroke-dasharray: 4 3; }
.chart .base { stroke: var(--rule); stroke-width: 1; }
.chart .hour { fill: var(--heat); }
.chart .none { fill: var(--track); }
.chart .inside { font-size: 9px; }
.chart .inside.strong { fill: var(--heat-ink); font-weight: 400; }
@media (max-width: 36rem) {
  table { font-size: .8rem; }
  th, td { padding: .2rem .3rem; }
  thead th { white-space: normal; overflow-wrap: normal; }
  th[scope=row] { min-width: 5rem; }
}
@media print {
  body { max-width: none; padding: 0; }
  .pair, figure, tr { break-inside: avoid; }
}
)";
}

} // namespace compliance
