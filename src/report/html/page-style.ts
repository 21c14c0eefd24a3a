/**
 * The page. One system font, one monospace, two sizes of heading; white space instead of boxes; colour only for
 * outcomes, and in the figures. The properties are the charts'.
 */
export const pageStyle = `
*{box-sizing:border-box}
:root{color-scheme:light dark;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
html{font:100%/1.5 system-ui,sans-serif;color:var(--text);background:var(--paper);scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:80rem;padding:0 2rem 6rem;font-variant-numeric:tabular-nums}
p,.list,.facts{max-width:68ch;margin:.5rem 0;overflow-wrap:anywhere}
.list{padding-left:1.25rem}
h1,h2{font-weight:600;line-height:1.3;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:0}
h2{font-size:1.125rem;margin:0 0 .25rem}
h3{font-size:1rem;font-weight:600;margin:1.5rem 0 .25rem;overflow-wrap:anywhere}
a{color:inherit;text-decoration-color:var(--quiet);text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid currentColor;outline-offset:2px}
[tabindex="-1"]:focus{outline:none}
code,pre,td.code,th.code,.stack{font-family:var(--mono);font-size:.875em}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.25rem .5rem}

header{display:flex;flex-wrap:wrap;gap:0 1.25rem;padding:1rem 0 .625rem;border-bottom:1px solid var(--rule);font-size:.875rem;color:var(--quiet)}
header p{margin:0;max-width:none}
.playbook{font-weight:600;color:var(--text)}
.target{margin-left:auto}

section{margin-top:3rem}
.verdict{margin-top:1.5rem}
.verdict{display:grid;grid-template-columns:max-content minmax(0,1fr);column-gap:1.25rem}
.verdict h1{grid-column:1/-1;display:grid;grid-template-columns:subgrid;max-width:54rem}
.verdict>p,.verdict>ul{grid-column:2;margin:.25rem 0}
.verdict .stack{margin-top:.375rem;max-width:54rem}
.links a{margin-right:1rem}
.summary,.caption,caption,summary,.contents{color:var(--quiet)}
.summary{max-width:none;font-size:.875rem}

.outcome{font-weight:700}
.fail,.error{color:var(--fail)}
.warn{color:var(--warn)}
.pass{color:var(--pass)}
.unknown{color:var(--unknown)}
h3 .outcome{display:inline-block;min-width:2.75rem;margin-right:.25rem}

.contents{font-size:.875rem;margin-top:1.5rem}
.contents ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.125rem 1rem}
.contents a{text-decoration:none}
.contents a:hover{text-decoration:underline}
@media (min-width:72rem){
main{display:grid;grid-template-columns:11rem minmax(0,1fr);column-gap:2rem}
main>*{grid-column:2}
.contents{grid-column:1;grid-row:1/span 200;margin-top:2rem}
.contents ol{display:block;position:sticky;top:1.5rem}
.contents li{padding:.1875rem 0;line-height:1.35}
}

.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.875rem;line-height:1.4}
caption{text-align:left;padding:.25rem 0;white-space:nowrap}
th{font-weight:400;text-align:left}
thead th{color:var(--quiet);border-bottom:1px solid var(--rule);vertical-align:bottom}
th,td{padding:.1875rem 1.5rem .1875rem 0;vertical-align:top;max-width:30rem;overflow-wrap:break-word}
th.number,td.number{text-align:right;white-space:nowrap}
td.code,th.code{font-size:.8125rem}
thead th.code{font-family:inherit;font-size:inherit}
.exhibit caption,#passed caption,#timeline caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
#manifest .facts{font-size:.875rem}
#manifest td.code:last-child{max-width:none;white-space:nowrap}
.scroll+.scroll{margin-top:1.25rem}

.facts{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:.125rem .75rem;max-width:calc(68ch + 11.75rem)}
.facts dt{grid-column:1;color:var(--quiet)}
.facts dd{margin:0;grid-column:2}
article+article{margin-top:2rem}

details{margin:.5rem 0}
summary{cursor:pointer;width:fit-content;font-size:.875rem}
pre{overflow:auto;max-height:32rem;margin:.5rem 0;line-height:1.4;tab-size:8}
svg.chart{display:block;max-width:100%;height:auto;margin:.5rem 0}
svg.chart.narrow{display:none}
figure.flamegraph{margin:.5rem 0}
.caption{font-size:.875rem}

@media (max-width:40rem){
body{padding:0 1rem 4rem}
h1{font-size:1.25rem}
section{margin-top:2.5rem}
.question{display:none}
.target{margin-left:0}
.verdict{margin-top:1rem}
.verdict,.verdict h1{display:block}
.verdict h1 .outcome{display:block}
.facts{display:block}
.facts dd{margin:0 0 .375rem}
td.words,th.words,td.code,th.code{min-width:7rem}
svg.chart.wide{display:none}
svg.chart.narrow{display:block}
figure.flamegraph:not(.live){overflow-x:auto}
figure.flamegraph:not(.live)>svg{min-width:50rem}
}

@media print{
html{font-size:9.5pt}
body{max-width:none;padding:0}
.contents,.skip{display:none}
section{margin-top:1.5rem}
h2,h3{break-after:avoid}
svg,tr,article{break-inside:avoid}
svg.chart.wide{display:block}
svg.chart.narrow{display:none}
details::details-content{content-visibility:visible;block-size:auto}
pre{max-height:none;overflow:visible;white-space:pre-wrap;overflow-wrap:anywhere;font-size:7pt}
.scroll{overflow:visible}
}
`;
