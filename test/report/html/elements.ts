/**
 * The tags of an HTML text as a browser's tokenizer finds them: `<` and a letter opens a tag anywhere but in the raw
 * text of a script or a style. Strict on purpose: what our templates do not write is an error.
 */
export interface Tag {
  readonly name: string;
  readonly attributes: readonly string[];
}

const tag = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|<!--|<!doctype html>/gy;

export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at)) {
    tag.lastIndex = at;
    const found = tag.exec(html);
    if (found === null) throw new Error(`Not a tag: ${html.slice(at, at + 60)}`);
    if (found[0] === "<!--") throw new Error(`A comment: ${html.slice(at, at + 60)}`);
    at = tag.lastIndex;
    const [, closes, name = "", attributes = ""] = found;
    if (closes === "" && name !== "") {
      tags.push({
        name,
        attributes: [...attributes.matchAll(/\s([\w:-]+)(?:="[^"]*")?/g)].map(([, one]) => one ?? ""),
      });
      if (name === "script" || (name === "style" && at > 0)) at = html.indexOf(`</${name}`, at);
    }
  }
  return tags;
}
