import { isIPv4, isIPv6 } from "node:net";
import { removeSecrets } from "../target/kubernetes/redact.ts";

/** What a recording holds that is nobody else's business, and what stands for it. */
export interface Redaction {
  /** Name of the node. */
  readonly host: string;
  /** Texts that the user wants replaced, and by what. */
  readonly replace: Readonly<Record<string, string>>;
}

/**
 * Makes texts of one recording fit to be shared: the host's name, users' folders, addresses and what looks like a key are
 * replaced, each always by the same, so that what belonged together still does.
 */
export class Redactor {
  readonly #redaction: Redaction;
  readonly #addresses = new Map<string, string>();
  /** What was replaced → how often. */
  readonly counts = new Map<string, number>();

  constructor(redaction: Redaction) {
    this.#redaction = redaction;
  }

  redact(text: string): string {
    let clean = text;
    for (const [from, to] of Object.entries(this.#redaction.replace)) clean = this.#swap(clean, from, from, () => to);
    const { host } = this.#redaction;
    // A name as short as `pc` is part of too many words.
    if (host.length > 2) clean = this.#swap(clean, "name of the host", wordOf(host), () => "node");
    clean = this.#swap(clean, "home folders", /(?<=\/home\/)[^\s/"':]+/g, () => "user");
    clean = this.#swap(clean, "addresses", addresses, (found) => this.#address(found));
    const keys = removeSecrets(clean);
    if (keys !== clean) this.#count("keys and tokens", 1);
    return keys;
  }

  #swap(text: string, what: string, from: string | RegExp, to: (found: string) => string): string {
    return text.replaceAll(from, (found: string) => {
      const replacement = to(found);
      if (replacement !== found) this.#count(what, 1);
      return replacement;
    });
  }

  #count(what: string, times: number): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  /** RFC 2544's and RFC 3849's addresses stand for those that lead somewhere. */
  #address(found: string): string {
    if (!leadsSomewhere(found)) return found;
    const known = this.#addresses.get(found);
    if (known !== undefined) return known;
    const index = this.#addresses.size + 1;
    const replacement = isIPv4(found) ? `198.18.${index >> 8}.${index & 255}` : `2001:db8::${index.toString(16)}`;
    this.#addresses.set(found, replacement);
    return replacement;
  }
}

const addresses =
  /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)|(?<![\w.:])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])/g;

/** No loopback, netmask, multicast or documentation, and nothing that only looks like one. */
function leadsSomewhere(text: string): boolean {
  if (isIPv4(text)) return !/^(0|127|255|22[4-9]|23\d|198\.1[89])\./.test(text);
  return isIPv6(text) && text.length > 5 && !/^(::|ff|2001:db8:)/i.test(text);
}

function wordOf(text: string): RegExp {
  return new RegExp(`(?<![\\w-])${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "g");
}
