/// <reference lib="dom" />

/** Work on millions of frames in steps of some milliseconds, so that a page stays alive in between. */
export type Steps<T> = Generator<undefined, T, void>;

/** Longer than this nothing runs at a stretch: keys, scrolling and painting come in between. */
const sliceMs = 25;

/** All at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** In slices, with everything else that waits in between. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let until = performance.now() + sliceMs;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await breath();
    until = performance.now() + sliceMs;
  }
}

/** Lets everything else run that waits. */
export function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
