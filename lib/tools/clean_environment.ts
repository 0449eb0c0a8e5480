/** Environment variables by name. */
export type Environment = { readonly [name: string]: string };

/** What every program and script is given: enough to find programs, a home and a language, and no secret. */
const ALWAYS = ["PATH", "HOME", "LANG"];

/** The variables of `from` that a program or script may have: PATH, HOME, LANG and what is granted by name. */
export function cleanEnvironment(from: Environment, granted: readonly string[]): Record<string, string> {
  const names = new Set([...ALWAYS, ...granted]);
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.has(name)));
}
