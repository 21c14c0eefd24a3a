/** The same thing of the run before and of the run after. */
export interface Both<T> {
  readonly before: T;
  readonly after: T;
}

export function mapBoth<T, R>({ before, after }: Both<T>, map: (one: T) => R): Both<R> {
  return { before: map(before), after: map(after) };
}
