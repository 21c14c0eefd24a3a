export async function manifestLines(..._: unknown[]): Promise<string[]> {
  return [];
}
