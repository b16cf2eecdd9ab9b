// The jobs of promises. QuickJS runs no job after the plugin was built, and StarlingMonkey runs them after the
// result was given to the host. So the SDK has a queue of its own and runs it before the result.

type Job = () => void;

let waiting: Job[] = [];
const rejected = new Set<Rejection>();

/** A rejected promise that nothing handles yet. */
export interface Rejection {
  readonly reason: unknown;
}

export function enqueue(job: Job): void {
  waiting.push(job);
}

export function unhandled(rejection: Rejection): void {
  rejected.add(rejection);
}

export function handled(rejection: Rejection): void {
  rejected.delete(rejection);
}

/** Runs jobs until none is left. Throws what a job throws. */
export function runJobs(): void {
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    for (const job of batch) job();
  }
}

/** Throws the reason of the first rejection that nothing handles. */
export function throwUnhandled(): void {
  if (rejected.size === 0) return;
  for (const { reason } of rejected) throw reason;
}

/** Forgets the jobs and rejections of an event that has failed. */
export function dropJobs(): void {
  if (waiting.length > 0) waiting = [];
  if (rejected.size > 0) rejected.clear();
}
