import type { Program, Start } from "./program.ts";

const HOW = 'write `function*` without `async`, and wait with `yield* call("key", async () => …)`';

/** Starts a program. Throws a TypeError for what starts none. */
export function begin<T>(start: Start<T>): Program<T> {
  if (typeof start === "function") return asProgram(start());
  const given = isProgram(start) ? "a program that runs already" : nameOfValue(start);
  throw new TypeError(
    `Cannot start ${given}: give a function that starts a program, such as \`() => call("key", work)\``,
  );
}

/** The program itself. Throws a TypeError that says what was given in its place. */
export function asProgram<T>(value: Program<T>): Program<T> {
  if (isProgram(value)) return value;
  if (has(value, Symbol.asyncIterator)) throw new TypeError(`Cannot run an async generator as a program: ${HOW}`);
  if (has(value, "then")) throw new TypeError(`Cannot run a promise as a program: ${HOW}`);
  throw new TypeError(
    `Cannot run ${nameOfValue(value)} as a program: give a generator function, \`function* () { … }\``,
  );
}

/** Whether a value is a program that can be stepped. */
export function isProgram(value: unknown): value is Program<unknown> {
  return has(value, Symbol.iterator) && has(value, "next") && has(value, "throw");
}

/** Whether a value has a method of that name. */
export function has(value: unknown, method: string | symbol): boolean {
  return typeof value === "object" && value !== null &&
    typeof (value as { readonly [name: string | symbol]: unknown })[method] === "function";
}

/** A value in the words of an error: short ones as they are written, long ones by what they are. */
export function nameOfValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length > 60 ? "a long text" : `\`${value}\``;
    case "function":
      return "a function";
    case "object":
      return value === null ? "`null`" : Array.isArray(value) ? "a list" : "an object";
    default:
      return `\`${String(value)}\``;
  }
}
