import type { EmptyExhibit, Exhibit, MissingExhibit } from "../exhibit.ts";

/** What has a place of its own in a report. */
export type PresentExhibit = Exclude<Exhibit, EmptyExhibit | MissingExhibit>;

export function isPresent(exhibit: Exhibit): exhibit is PresentExhibit {
  return exhibit.kind !== "empty" && exhibit.kind !== "missing";
}

export interface AbsentList {
  readonly anchor: string;
  readonly title: string;
  readonly items: readonly { readonly id: string; readonly title: string; readonly text: string }[];
}

/** What has no picture is told in a line each: apart what was looked at, and what could not be. */
export function absentLists(exhibits: readonly Exhibit[]): AbsentList[] {
  const empty = exhibits.filter((exhibit) => exhibit.kind === "empty");
  const missing = exhibits.filter((exhibit) => exhibit.kind === "missing");
  return [
    {
      anchor: "nothing",
      title: "Looked at, and nothing to see",
      items: empty.map(({ id, title, statement }) => ({ id, title, text: statement })),
    },
    {
      anchor: "unmeasured",
      title: "Not measured",
      items: missing.map(({ id, title, why, mend }) => ({
        id,
        title,
        text: mend === undefined ? why : `${why} → ${mend}`,
      })),
    },
  ].filter(({ items }) => items.length > 0);
}
