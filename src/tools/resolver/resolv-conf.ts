/** What resolv.conf(5) says, with glibc's defaults. */
export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
  /** Seconds. */
  readonly timeout: number;
  readonly attempts: number;
  readonly rotates: boolean;
  readonly separateSockets: boolean;
}

/** More than any real one: the rest is not read. */
const longest = 65_536;
const mostWords = 32;

export function readResolvConf(text: string): ResolvConf {
  const nameservers: string[] = [];
  let search: readonly string[] = [];
  const options = new Map<string, string>();
  for (const line of text.slice(0, longest).split("\n")) {
    const [key, ...words] = line
      .trim()
      .split(/\s+/)
      .slice(0, mostWords + 1);
    if (key === "nameserver" && words[0] !== undefined && nameservers.length < mostWords) nameservers.push(words[0]);
    // The last of the two lines counts.
    if (key === "search" || key === "domain") search = words.filter((word) => word !== ".");
    if (key === "options")
      for (const word of words) {
        const [name = "", value = ""] = word.split(":");
        options.set(name, value);
      }
  }
  const option = (name: string, otherwise: number, most: number) => {
    const value = options.get(name);
    return value !== undefined && /^\d{1,4}$/.test(value) ? Math.min(most, Number(value)) : otherwise;
  };
  return {
    // Without one the machine itself is asked.
    nameservers: nameservers.length === 0 ? ["127.0.0.1"] : nameservers,
    search,
    ndots: option("ndots", 1, 15),
    timeout: option("timeout", 5, 30),
    attempts: option("attempts", 2, 5),
    rotates: options.has("rotate"),
    separateSockets: options.has("single-request") || options.has("single-request-reopen"),
  };
}
