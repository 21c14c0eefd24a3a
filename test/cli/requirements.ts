/** What a test needs from the machine; a test that lacks it is skipped and says so in its name. */
export const isRoot = process.geteuid?.() === 0;
