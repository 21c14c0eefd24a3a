/** Set by the build; from the sources it is read from package.json. */
declare const DIAG_VERSION: string | undefined;

export const version: string = typeof DIAG_VERSION === "string" ? DIAG_VERSION : "0.1.0";
