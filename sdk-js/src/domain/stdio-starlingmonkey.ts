// Standard output and standard error on StarlingMonkey, whose own `console` writes there.

interface Native {
  log(text: string): void;
  error(text: string): void;
}

// Read through globalThis, because in a plugin the plain name is the SDK's own object.
const natives = globalThis as unknown as { readonly console: Native };
const native = natives.console;

export const stdout = (text: string): void => native.log(text);
export const stderr = (text: string): void => native.error(text);

/** Writes the crash, because the engine knows only the positions in the bundle. */
export const reportCrash = stderr;
