//! row: host-panic
//! ends: crashed exception
//! limit: the SDK shows what it can and never throws meanwhile

/** Throws in `finally` an error whose properties throw when they are read. */
export function attack(): never {
  try {
    throw new Error("the first of them");
  } finally {
    throwing();
  }
}

function throwing(): never {
  const hidden = (): never => {
    throw new Error("thrown while shown");
  };
  const bomb = new Error("thrown while throwing");
  for (const name of ["name", "message", "stack", "cause"])
    Object.defineProperty(bomb, name, { get: hidden });
  throw bomb;
}
