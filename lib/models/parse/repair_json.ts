/** White space, a comma that nothing follows, a string in either kind of quotes, or a run of anything else. */
const TOKEN = /\s+|,(?=\s*[\]}])|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[{}[\]:,]|[^\s{}[\]:,"']+|[\s\S]/g;

/**
 * Almost JSON made JSON: commas before a closing bracket go, strings in single quotes get double ones, line breaks and
 * tabs within strings are escaped. Undefined where a quote could be meant in two ways: a string must stand where a value
 * or key may, and be followed by what may follow one, so an apostrophe in single quotes is left alone.
 */
export function repairJson(text: string): string | undefined {
  const tokens = text.trim().match(TOKEN)?.filter((token) => token.trim() !== "") ?? [];
  const made: string[] = [];
  for (const [i, token] of tokens.entries()) {
    if (isDropped(tokens, i)) continue;
    if (!/^["']/.test(token)) made.push(token);
    else if (isString(token) && standsAlone(tokens, i)) made.push(quoted(token));
    else return undefined;
  }
  return made.join("");
}

function isDropped(tokens: readonly string[], i: number): boolean {
  return tokens[i] === "," && /^[\]}]$/.test(tokens[i + 1] ?? "") && !/^[[{,:]?$/.test(tokens[i - 1] ?? "");
}

function isString(token: string): boolean {
  return token.length > 1 && token.at(-1) === token[0];
}

function standsAlone(tokens: readonly string[], i: number): boolean {
  return /^[[{:,]?$/.test(tokens[i - 1] ?? "") && /^[\]}:,]?$/.test(tokens[i + 1] ?? "");
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"' };

function quoted(token: string): string {
  const inside = token.slice(1, -1).replace(/\\'/g, "'")
    .replace(/\\[\s\S]|[\n\r\t"]/g, (found) => ESCAPES[found] ?? found);
  return `"${inside}"`;
}
