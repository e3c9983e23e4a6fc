/** The page's only style sheet: dark text on white, one column on a phone, four maps side by side on a desk. */
export const REPORT_STYLE = `
:root { color-scheme: light; --ink: #1c2430; --soft: #4f5b6b; --line: #d9dee5; --tint: #f5f7fa; --accent: #1f5f99; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1440px; margin: 0 auto; padding: 28px 20px 56px; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
h2 { font-size: 1.25rem; margin: 40px 0 8px; padding-bottom: 6px; border-bottom: 2px solid var(--ink); }
h3 { font-size: 1.05rem; margin: 28px 0 4px; }
h4 { font-size: .95rem; margin: 16px 0 6px; font-weight: 600; color: var(--accent); }
p { max-width: 75ch; margin: 6px 0 12px; }
code { font-size: .88em; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 32px; margin: 16px 0 0; padding: 0; }
.facts dt { font-size: .8rem; color: var(--soft); }
.facts dd { margin: 0; font-weight: 600; }
.note { border-left: 4px solid #b7791f; background: #fdf8ee; padding: 10px 14px; margin: 20px 0 0; max-width: 80ch; }
.note p { margin: 0; }
.table { overflow-x: auto; margin: 8px 0 12px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; min-width: 100%; }
.caption { color: var(--soft); font-size: .85rem; margin: 0 0 12px; max-width: 110ch; }
th, td { padding: 6px 12px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th { font-weight: 600; vertical-align: bottom; }
thead th { white-space: normal; min-width: 5.5em; line-height: 1.25; border-bottom: 2px solid var(--soft); }
th.text, td.text { text-align: left; }
td.wrap { white-space: normal; width: 100%; }
tbody tr:nth-child(even) { background: var(--tint); }
tr.total > * { border-top: 2px solid var(--soft); font-weight: 600; }
.unit { display: block; font-weight: 400; color: var(--soft); font-size: .78rem; }
.maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 14px 20px; align-items: start; }
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; font-size: .9rem; margin-bottom: 4px; }
figcaption small { font-weight: 400; color: var(--soft); }
svg { display: block; width: 100%; height: auto; max-width: 480px; overflow: visible; }
svg text { font-size: 12px; fill: var(--ink); }
svg image { image-rendering: pixelated; }
.frame { fill: none; stroke: #5a6573; stroke-width: 1; }
.tick { stroke: #5a6573; stroke-width: 1; fill: none; }
.one-to-one { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 5 4; fill: none; }
.legend { fill: #fff; fill-opacity: .85; stroke: var(--line); }
.qa { list-style: none; margin: 4px 0 0; padding: 0 8px 0 46px; font-size: .8rem; line-height: 1.45; max-width: 480px; }
.qa li { display: flex; gap: 7px; align-items: baseline; }
.qa b { margin-left: auto; font-weight: 600; font-variant-numeric: tabular-nums; }
.swatch { flex: none; display: inline-block; width: 12px; height: 12px; border: 1px solid #5a6573; vertical-align: -1px; }
footer { margin-top: 48px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
@media (max-width: 560px) { main { padding: 18px 14px 40px; } h1 { font-size: 1.4rem; } th, td { padding: 5px 8px; } th.text, td.text { white-space: normal; min-width: 7.6em; } }
@media print { main { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } }
`;
