interface Reason {
  readonly why: string;
}

export class Cellar {
  enter(reason: Reason): never {
    const steps: number[] = [1, 2, 3];
    throw new RangeError(`${reason.why} after ${steps.length} steps`);
  }
}
