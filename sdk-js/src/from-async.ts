// Array.fromAsync. The engines' own uses their own promises, whose jobs do not run in time.

type Items = AsyncIterable<unknown> | Iterable<unknown> | ArrayLike<unknown>;

export async function fromAsync(
  items: Items,
  map?: (value: unknown, at: number) => unknown,
  self?: unknown,
): Promise<unknown[]> {
  const found: unknown[] = [];
  const isIterable = Symbol.asyncIterator in Object(items) || Symbol.iterator in Object(items);
  for await (const item of isIterable
    ? (items as Iterable<unknown>)
    : Array.from(items as ArrayLike<unknown>)) {
    found.push(map ? await map.call(self, item, found.length) : item);
  }
  return found;
}
