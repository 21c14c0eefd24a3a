/** What a reader sees written in an SVG: its texts, in order. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, content]) => content ?? "");
}

/** One attribute of every element of a class, in order. */
export function attributesOf(svg: string, name: string, attribute: string): string[] {
  const elements = svg.match(new RegExp(`<\\w+ class="${name}"[^>]*>`, "g")) ?? [];
  return elements.flatMap((element) => new RegExp(` ${attribute}="([^"]*)"`).exec(element)?.[1] ?? []);
}

/** Whether every element is closed in its turn, every `&` is an entity, and no attribute holds a `<`. */
export function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [tag, end, name, rest, closed] of svg.matchAll(/<(\/?)([\w-]*)((?:[^"<>]|"[^"<]*")*?)(\/?)>/g)) {
    if (name === "" || (end === "" && !/^( [\w:-]+="[^"<]*")*$/.test(rest ?? ""))) return false;
    if (end === "/") {
      if (open.pop() !== name || tag !== `</${name}>`) return false;
    } else if (closed === "") open.push(name ?? "");
  }
  const outside = svg.replace(/<(\/?)([\w-]*)((?:[^"<>]|"[^"<]*")*?)(\/?)>/g, "");
  return open.length === 0 && !/[<>]/.test(outside) && !/&(?!(amp|lt|gt|quot|#39);)/.test(svg);
}
