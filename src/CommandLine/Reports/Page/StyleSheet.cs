namespace Larder.CommandLine.Reports.Page;

/// <summary>
/// How the page looks. The colours are Okabe and Ito's, which those who are colour-blind can tell apart (https://jfly.uni-koeln.de/color/), somewhat darker on
/// white and lighter on black.
/// </summary>
internal static class StyleSheet
{
    internal const string Text = """

        :root { color-scheme: light dark;
          --page: #f6f7f8; --card: #fff; --ink: #1b1f24; --soft: #59636e; --line: #d9dee3; --track: #eceff2;
          --green: #00815e; --orange: #d55e00; --grey: #868e96; --blue: #2f86c1; --amber: #d99100; --pink: #b3679b; --red: #a8323e; }
        @media (prefers-color-scheme: dark) { :root {
          --page: #101418; --card: #191f25; --ink: #e6eaee; --soft: #9ba7b3; --line: #333c45; --track: #262e36;
          --green: #20b48c; --orange: #f08040; --grey: #7c8690; --blue: #56b4e9; --amber: #e9b44c; --pink: #d48fbf; --red: #e0707a; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
        h2 { margin: 0 0 .6rem; font-size: 1.1rem; }
        p { margin: 0 0 .6rem; }
        code { font: .92em ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        .brand { margin: 0 0 .2rem; color: var(--green); font-weight: 600; letter-spacing: .02em; }
        .about, .say, .which, .remark, footer { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
        .about { margin: 0; }
        .remark { margin: 0 0 .8rem; padding: .5rem .8rem; border-left: 3px solid var(--amber); background: var(--card); border-radius: 0 6px 6px 0; }
        .sections { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem; }
        section { grid-column: 1 / -1; min-width: 0; container-type: inline-size; padding: 1rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
        #hit-rate, #time-saved, #causes, #uncached { grid-column: auto; }
        .tiles { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .6rem; margin: 1.1rem 0 1rem; }
        .tiles > div { padding: .6rem .8rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
        .tiles dt { color: var(--soft); font-size: .82rem; }
        .tiles dd { margin: 0; }
        .tiles .figure { font-size: 1.3rem; font-weight: 600; line-height: 1.35; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .tiles .more { color: var(--soft); font-size: .76rem; line-height: 1.3; }
        .plot { display: block; width: calc(100% - 4rem); margin: .2rem 0 .5rem 4rem; overflow: visible; }
        .plot text { font-size: 11px; fill: var(--soft); font-variant-numeric: tabular-nums; }
        .plot .value { text-anchor: end; }
        .plot .time { text-anchor: middle; }
        .grid { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
        .tick { stroke: var(--soft); stroke-width: 1; shape-rendering: crispEdges; }
        .stacked, .job { stroke: var(--card); stroke-width: 1; }
        .plot rect:hover { filter: brightness(1.15); }
        .hit, .saved { fill: var(--green); }
        .miss, .spent { fill: var(--orange); }
        .uncached { fill: var(--grey); }
        .new, .growth { fill: var(--blue); }
        .text { fill: var(--amber); }
        .command { fill: var(--pink); }
        .cache { fill: var(--red); }
        .track { fill: var(--track); }
        line.rate { stroke: var(--green); stroke-width: 2; }
        circle.rate { fill: var(--green); stroke: var(--card); stroke-width: 1; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: 0 0 .5rem; padding: 0; list-style: none; font-size: .85rem; }
        .legend svg { margin-right: .4rem; vertical-align: -1px; }
        .bars { margin: 0; padding: 0; list-style: none; }
        .bars li { margin: 0 0 .8rem; }
        .why { display: flex; justify-content: space-between; gap: 1rem; margin: 0; overflow-wrap: anywhere; }
        .why b { flex: none; font-variant-numeric: tabular-nums; }
        .which { margin: 0; font-size: .82rem; }
        .bar { display: block; width: 100%; margin: .15rem 0 .2rem; }
        details { margin-top: .4rem; font-size: .9rem; }
        summary { color: var(--soft); cursor: pointer; }
        .scroll { overflow-x: auto; max-height: 24rem; overflow-y: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; white-space: nowrap; }
        th { color: var(--soft); font-weight: 500; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        .slowest th, .slowest td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
        .slowest th:first-child { width: 6rem; }
        .slowest td:first-child { white-space: nowrap; font-weight: 600; }
        footer { margin-top: 1.5rem; }
        @media (max-width: 60rem) { #hit-rate, #time-saved, #causes, #uncached { grid-column: 1 / -1; } }
        @media (max-width: 40rem) {
          .tiles { grid-template-columns: 1fr 1fr; }
          .sections { gap: .7rem; }
          main { padding: 1rem .6rem 2rem; }
          section { padding: .8rem .8rem; }
          .plot { width: calc(100% - 3.4rem); margin-left: 3.4rem; }
          .slowest, .slowest tbody, .slowest tr, .slowest td { display: block; }
          .slowest thead { display: none; }
          .slowest tr { padding: .45rem 0; border-bottom: 1px solid var(--line); }
          .slowest td { padding: 0; border: 0; }
        }
        @container (max-width: 38rem) { .minor { display: none; } }
        @media print { section { break-inside: avoid; } }

        """;
}
