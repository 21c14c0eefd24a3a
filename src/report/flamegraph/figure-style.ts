import { svgStyle } from "./svg-style.ts";

/**
 * Style of the figures of a page, for one `<style>` element; it has the SVGs' style in it. Colours only by the
 * palette's custom properties and the page's own text colour. On paper the static graph comes back.
 */
export const figureStyle = [
  svgStyle,
  ".flamegraph{margin:0;position:relative}",
  ".flamegraph>svg{display:block;width:100%;height:auto}",
  ".flamegraph.live>svg{display:none}",
  ".flamegraph .viewer{color:var(--flame-mark);font:13px/1.4 system-ui,sans-serif}",
  ".flamegraph .toolbar{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:center;padding:.25rem 0}",
  ".flamegraph .toolbar nav{flex:1 1 16rem;min-width:0}",
  ".flamegraph .path{display:flex;margin:0;padding:0;list-style:none;overflow:hidden;white-space:nowrap}",
  ".flamegraph .path li{min-width:0;overflow:hidden;text-overflow:ellipsis}",
  ".flamegraph .path li+li::before{content:'\\203a';padding:0 .3rem;color:var(--flame-quiet)}",
  ".flamegraph button{font:inherit;color:inherit;background:none;border:0;padding:.1rem;cursor:pointer;max-width:100%;overflow:hidden;text-overflow:ellipsis}",
  ".flamegraph button:hover{text-decoration:underline}",
  ".flamegraph [aria-current]{font-weight:600}",
  ".flamegraph input[type=search]{font:inherit;color:inherit;background:var(--flame-background);border:1px solid var(--flame-quiet);border-radius:3px;padding:.15rem .4rem;width:14rem}",
  ".flamegraph label,.flamegraph .status{color:var(--flame-quiet)}",
  ".flamegraph label input{margin:0 .3rem 0 0;vertical-align:-1px}",
  ".flamegraph .stage{max-height:min(70vh,720px);overflow-y:auto;overscroll-behavior:auto}",
  ".flamegraph .block{position:relative}",
  ".flamegraph canvas{display:block;position:sticky;top:0}",
  ".flamegraph :focus-visible{outline:2px solid var(--flame-mark);outline-offset:1px}",
  ".flamegraph .tip{position:fixed;z-index:2;max-width:min(40rem,90vw);padding:.35rem .55rem;pointer-events:none;background:var(--flame-background);color:var(--flame-mark);border:1px solid var(--flame-quiet);border-radius:3px;overflow-wrap:anywhere}",
  ".flamegraph .tip:not([hidden]){display:grid}",
  ".flamegraph .tip strong{font:600 12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:4;overflow:hidden}",
  ".flamegraph .tip span{font-variant-numeric:tabular-nums}",
  ".flamegraph .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:0;white-space:nowrap}",
  ".flamegraph .keys:not([hidden]){display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.75rem 0}",
  ".flamegraph .keys dd{margin:0}",
  ".flamegraph .functions{border-collapse:collapse;margin:.75rem 0;max-width:100%;font-variant-numeric:tabular-nums}",
  ".flamegraph .functions.unseen{display:block}",
  ".flamegraph caption{text-align:left;font-weight:600;padding:.25rem 0}",
  ".flamegraph th{font-weight:400;text-align:left;padding:.1rem 1rem .1rem 0;max-width:40rem}",
  ".flamegraph thead th{color:var(--flame-quiet)}",
  ".flamegraph thead th+th,.flamegraph td{text-align:right;padding:.1rem 0 .1rem 1rem;white-space:nowrap}",
  ".flamegraph tbody th{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12px;overflow-wrap:anywhere}",
  "@media print{.flamegraph.live>svg{display:block}.flamegraph .viewer{display:none}}",
].join("\n");
