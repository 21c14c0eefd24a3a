/** "Flat keyed" files of the kernel (cgroup-v2.rst, Interface Files): `name value` lines, as in cpu.stat. */
export function flatKeyed(text: string | undefined): Readonly<Record<string, number>> {
  const values: Record<string, number> = Object.create(null);
  for (const line of (text ?? "").split("\n")) {
    const [name, value] = line.split(" ");
    if (name !== undefined && value !== undefined && /^\d+$/.test(value)) values[name] = Number(value);
  }
  return values;
}
