import type { BundleWriter } from "../bundle/bundle-writer.ts";
import type { FileWriter } from "../bundle/file-writer.ts";
import type { Event } from "../documents/event.generated.ts";

type Unnumbered<E> = E extends Event ? Omit<E, "seq" | "at"> : never;
export type NewEvent = Unnumbered<Event>;

/** Numbers the events of one run from 1 without gaps, keeps them in the bundle and hands them to a listener. */
export class EventLog {
  readonly #file: FileWriter | undefined;
  readonly #listener: (event: Event) => void;
  #seq = 0;

  constructor(bundle: BundleWriter, listener: (event: Event) => void) {
    this.#listener = listener;
    this.#file = openIfPossible(bundle);
  }

  emit(event: NewEvent): void {
    const numbered = { seq: ++this.#seq, at: new Date().toISOString(), ...event } as Event;
    try {
      this.#file?.write(Buffer.from(`${JSON.stringify(numbered)}\n`));
    } catch {
      // A full disk loses lines of the log, never a step: the step's own result says that the disk is full.
    }
    this.#listener(numbered);
  }

  close(): void {
    this.#file?.close();
  }
}

function openIfPossible(bundle: BundleWriter): FileWriter | undefined {
  try {
    return bundle.open("events.ndjson");
  } catch {
    return undefined;
  }
}
