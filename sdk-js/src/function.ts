// Functions in a text. The class of an `async` function is Function in a bundle, so packages that take it to compile
// a text with `await` would get an error of the engine about a missing `;`.

type Compile = () => object;

function explained(compile: Compile, texts: readonly unknown[]): object {
  try {
    return compile();
  } catch (cause) {
    if (!(cause instanceof SyntaxError) || !texts.some((text) => /\bawait\b/.test(String(text)))) throw cause;
    throw new SyntaxError(`a text that is compiled in a plugin cannot use \`await\`: ${cause.message}`, {
      cause,
    });
  }
}

/** The class of functions. */
export const Compiling = new Proxy(Function, {
  apply: (native, receiver, texts: unknown[]) =>
    explained(() => Reflect.apply(native, receiver, texts) as object, texts),
  construct: (native, texts: unknown[], target) =>
    explained(() => Reflect.construct(native, texts, target) as object, texts),
});
