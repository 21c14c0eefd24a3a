import { DiagError, DiagErrors } from "../../src/errors.ts";

/** What an error may say of an input, whatever its length. */
const longestMessage = 20_000;

/** Runs a reader that may refuse its input, but only by an error that is made for people. */
export async function onlyOurErrors(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof DiagError || error instanceof DiagErrors)) throw error;
    for (const one of error instanceof DiagErrors ? error.errors : [error]) {
      if (one.message.length > longestMessage) throw new Error(`an error of ${one.message.length} characters`);
      if (!/\S/.test(one.hint ?? "")) throw new Error(`no hint: ${one.message}`);
    }
  }
}
