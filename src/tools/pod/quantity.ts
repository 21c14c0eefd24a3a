/** A number, then a suffix or an exponent (apimachinery, pkg/api/resource/quantity.go). `E` alone is exa, `E3` an exponent. */
const pattern = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d{1,3})|(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E))?$/;

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};

/** The value of a quantity of Kubernetes: `128Mi`, `1G`, `500m`, `1e3`, `0.5`. Undefined for any other text. */
export function parseQuantity(text: string): number | undefined {
  const [, digits, exponent = "", suffix] = pattern.exec(text) ?? [];
  if (digits === undefined || text.length > 64) return undefined;
  if (suffix === undefined) return finite(Number(`${digits}${exponent}`));
  const factor = factors[suffix] ?? 1;
  // By a division a decimal fraction comes out as it is written: 1m is 0.001 and 7m is 0.007.
  return finite(factor < 1 ? Number(digits) / Math.round(1 / factor) : Number(digits) * factor);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
