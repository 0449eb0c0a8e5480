/** How long a group gets. */
export interface GroupSize<T> {
  /** How long an item is. */
  readonly sizeOf: (item: T) => number;
  /** The sum that no group passes, unless one item does alone. */
  readonly most: number;
  /** Items that a group has at most. */
  readonly count: number;
}

/** Items in their order, as many together as one statement or request can take. */
export function inGroups<T>(items: readonly T[], { sizeOf, most, count }: GroupSize<T>): readonly (readonly T[])[] {
  const groups: T[][] = [];
  let sum = 0;
  for (const item of items) {
    const size = sizeOf(item), group = groups.at(-1);
    if (group && group.length < count && sum + size <= most) group.push(item), sum += size;
    else groups.push([item]), sum = size;
  }
  return groups;
}

/** Texts that one parameter of a statement can take together: a server takes no value of 5 MB. */
export function inParameters(texts: readonly string[]): readonly (readonly string[])[] {
  return inGroups(texts, { sizeOf: ({ length }) => length, most: 1_000_000, count: 10_000 });
}
