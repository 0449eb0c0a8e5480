/** Texts, which are passed over, and numbers. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The first number of a JSON text that a program would hold as another one: a whole number past 9007199254740991 loses
 * its last digits, one past 1.8e308 becomes infinite. Undefined when there is none.
 */
export function inexactNumber(json: string): string | undefined {
  for (const [token] of json.matchAll(TOKEN)) {
    if (token.startsWith('"')) continue;
    const value = Number(token), isWhole = /^-?\d+$/.test(token);
    if (isWhole ? !Number.isSafeInteger(value) : !Number.isFinite(value)) return token;
  }
  return undefined;
}
