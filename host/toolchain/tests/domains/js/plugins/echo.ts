// Passes each value on to the host, and returns what the host returns.

import { both, ContractError, counters, everything, inline, mirror } from "@test/everything";
import type { Counter, Question } from "@test/everything";

export const {
  echoBool, echoU8, echoU16, echoU32, echoU64, echoS8, echoS16, echoS32, echoS64, echoF32, echoF64,
  echoChar, echoString, echoBytes, echoFloats, echoStrings, echoChars, echoOption, echoOptionList,
  echoOptionOption, echoOptionFigure, echoTuple, echoResult, echoDirection, echoRights, echoDays,
  echoWide, echoPoint, echoNumbers, echoFigure, echoDrawings, echoMany, nothing,
  failVariant, failRecord, failList, fail,
} = mirror;

export async function failEnum(v?: Parameters<typeof mirror.failEnum>[0]): Promise<number> {
  return mirror.failEnum(v);
}

export function failText(v: string): string {
  try {
    return mirror.failText(v);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new ContractError(error.value);
  }
}

export function countTo(v: number): number[] {
  const counter = new counters.Counter(0);
  const counts = Array.from({ length: v }, () => counter.up());
  counter.close();
  return counts;
}

export function passOn(c: Counter): Counter {
  c.up();
  return c;
}

export function lent(c: Counter): number {
  return c.up();
}

export function merge(c: readonly Counter[], d?: Counter): Counter | undefined {
  const sum = counters.Counter.sum(c);
  return d === undefined || !sum.same(d) ? sum : undefined;
}

export function crash(v: string): void {
  throw new Error(v);
}

export const swap = both.swap;

export function answer(q: Question): Question | undefined {
  return { ...q, text: everything.ask(q) };
}

export function next(after: number): number {
  return inline.add(after, 1);
}
