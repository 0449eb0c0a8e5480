/** How deep lists and maps that come from outside may be nested: far from where whoever walks them runs out of stack. */
export const MAX_NESTING = 200;

/** Whether lists and maps are nested more than `limit` deep. A cycle is. Needs no stack of its own. */
export function isNestedDeeper(value: unknown, limit: number = MAX_NESTING): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > limit) return true;
    for (const inside of Object.values(value)) open.push({ value: inside, depth: depth + 1 });
  }
  return false;
}
