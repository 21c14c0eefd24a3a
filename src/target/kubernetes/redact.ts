/**
 * Texts of a cluster's client may hold keys, tokens and certificates: its raw errors print the whole request. What is shown
 * or written goes through here.
 *
 * @returns one line of at most 500 characters; `…` where it was longer.
 */
export function redact(text: string): string {
  const line = removeSecrets(text).replace(longPiece, "[removed]").replaceAll(/\s+/g, " ").trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

const maxLength = 500;

/** `[removed]` in place of what looks like a key, a certificate or a token; the text around it stays as it is. */
export function removeSecrets(text: string): string {
  return secrets.reduce((clean, secret) => clean.replace(secret, "[removed]"), text);
}

const secrets: readonly RegExp[] = [
  // PEM, whole or cut off.
  /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g,
  /\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi,
  // JSON web tokens: three parts in base64url, of which the first begins with `{"`.
  /\beyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){1,2}/g,
  // Base64 of a PEM block begins like this.
  /\bLS0tLS1CRUdJTi[A-Za-z0-9+/=]*/g,
  /(?<=\b(?:client-key-data|client-certificate-data|certificate-authority-data|token|password|id-token|refresh-token)["']?\s*[:=]\s*["']?)[^\s"',}]+/gi,
];

/** Nothing that long in one piece is for people. */
const longPiece = /[A-Za-z0-9+/_-]{100,}={0,2}/g;
