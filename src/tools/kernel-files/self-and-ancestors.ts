/** Deepest first, without the root of the file system. A nesting deeper than 32 is not one that a container runtime makes. */
export function selfAndAncestors(directory: string): string[] {
  const paths: string[] = [];
  for (
    let path = directory.replace(/\/+$/, "");
    path !== "" && paths.length < 32;
    path = path.slice(0, path.lastIndexOf("/"))
  ) {
    paths.push(path);
  }
  return paths;
}
