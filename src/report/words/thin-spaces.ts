/** `5 %` and `100 ms` in prose, as the numbers of facts are written: the unit never begins a line. */
export function thinSpaces(prose: string): string {
  return prose.replace(/(?<=\d) (?=(?:%|[KMGTP]iB|B|[mµn]?s|min|h|k?Hz)(?![\w]))/g, "\u202f");
}
