/** What else a file holds, and how to see it; nothing where there is nothing else. */
export function othersNote(others: readonly string[]): readonly string[] {
  const [first] = others;
  if (first === undefined) return [];
  const shown = others.slice(0, 8).join(", ");
  const more = others.length > 8 ? ` and ${others.length - 8} more` : "";
  return [
    `The file also has ${shown}${more}: --value ${/^[\w@:-]+$/.test(first) ? first : JSON.stringify(first)} shows ${others.length > 1 ? "the first" : "it"}.`,
  ];
}
