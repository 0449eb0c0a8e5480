/** Closes a discriminated union: reaching it is a mistake of ours, never of a user. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable value: ${JSON.stringify(value)}`);
}
