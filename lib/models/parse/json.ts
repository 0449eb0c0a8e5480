import type { Json } from "../../base/json.ts";
import { type Unread, unread, withoutThoughts } from "./answer.ts";
import { repairJson } from "./repair_json.ts";

/**
 * Reads the one JSON value of an answer: the whole of it, a fenced block, or the one object or list that prose holds.
 * Trailing commas, single quotes and line breaks within strings are put right where they can mean but one thing.
 * Several values, or none, are a problem.
 */
export function parseJson(text: string): { readonly value: Json } | Unread {
  const answer = withoutThoughts(text);
  const whole = read(answer);
  if (whole) return whole;
  const fenced = [...answer.matchAll(/^[ \t]*```[a-z]*[ \t]*\n([\s\S]*?)^[ \t]*```/gim)].map((found) => found[1]!);
  const places = fenced.length > 0 ? fenced : bracketed(answer);
  const values = places.map(read).filter((value) => value !== undefined);
  if (values.length === 1) return values[0]!;
  if (values.length > 1) return unread("JSON", answer, `it holds ${values.length} values`);
  return unread(
    "JSON",
    answer,
    places.length === 0 ? "it holds no object and no list" : "what it holds is not valid JSON",
  );
}

function read(text: string): { readonly value: Json } | undefined {
  return parsed(text) ?? parsed(repairJson(text));
}

function parsed(text: string | undefined): { readonly value: Json } | undefined {
  if (text === undefined) return undefined;
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

/** The outermost stretches from an opening bracket to the one that closes it, brackets in strings aside. */
function bracketed(text: string): string[] {
  const open: number[] = [], spans: { from: number; to: number }[] = [];
  for (const { 0: mark, index } of text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|[[\]{}]/g)) {
    if (mark.startsWith('"')) continue;
    if ("[{".includes(mark)) open.push(index);
    else if (open.length > 0 && text[open.at(-1)!] === (mark === "]" ? "[" : "{")) {
      const from = open.pop()!;
      while (spans.length > 0 && spans.at(-1)!.from > from) spans.pop();
      spans.push({ from, to: index + 1 });
    }
  }
  return spans.map(({ from, to }) => text.slice(from, to));
}
