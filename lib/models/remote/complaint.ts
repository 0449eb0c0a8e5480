import { KEY_BEGIN, KEY_LETTER } from "../../base/key_shape.ts";

/** What a provider says is wrong. */
export interface Complaint {
  /** Its own words, short enough to show; empty where it has none. */
  readonly words: string;
  /** Its names for what is wrong: codes and types, in lower case. */
  readonly codes: readonly string[];
  /** The HTTP status it names inside an answer. */
  readonly status?: number;
}

/** The most characters of a provider's words that are shown. */
const MOST = 300;
/** How deep an error may be wrapped in others. */
const DEPTH = 4;

/** Reads what a provider says is wrong: `{error: {message}}`, `{error: "…"}`, `{message}`, `{detail}`, or plain text. */
export function complaintOf(said: unknown): Complaint {
  const value = typeof said === "string" ? parsed(said) : said;
  return { words: readable(wordsIn(value, DEPTH)), codes: codesIn(value, DEPTH), ...statusIn(value, DEPTH) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A page for browsers says nothing that fits into a sentence.
    return /<(?:!doctype|html|head|body)\b/i.test(text) ? "" : text;
  }
}

type Fields = { readonly [key: string]: unknown };

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

function wordsIn(value: unknown, depth: number): string {
  if (typeof value === "string") return value;
  if (depth === 0) return "";
  if (Array.isArray(value)) return wordsIn(value[0], depth - 1);
  const fields = fieldsOf(value);
  if (!fields) return "";
  const own = ["error", "message", "msg", "detail", "errors", "error_description"]
    .map((name) => wordsIn(fields[name], depth - 1)).find((words) => words !== "") ?? "";
  // A router's own words are often nothing but "provider returned error".
  const raw = fieldsOf(fields["metadata"])?.["raw"],
    inner = typeof raw === "string" ? wordsIn(parsed(raw), depth - 1) : "";
  return inner === "" || own.includes(inner) ? own : `${own}: ${inner}`;
}

function codesIn(value: unknown, depth: number): readonly string[] {
  const fields = fieldsOf(Array.isArray(value) ? value[0] : value);
  if (!fields || depth === 0) return [];
  const own = ["code", "type", "status", "error_code"].map((name) => fields[name])
    .filter((code): code is string => typeof code === "string");
  const inside = ["error", "details"].flatMap((name) => codesIn(fields[name], depth - 1));
  return [...own.map((code) => code.toLowerCase()), ...inside];
}

function statusIn(value: unknown, depth: number): { readonly status?: number } {
  const fields = fieldsOf(Array.isArray(value) ? value[0] : value);
  if (!fields || depth === 0) return {};
  const status = [fields["code"], fields["status"], fields["status_code"]].map(Number).find(isStatus);
  return status === undefined ? statusIn(fields["error"], depth - 1) : { status };
}

function isStatus(code: number): boolean {
  return Number.isInteger(code) && code >= 400 && code < 600;
}

/** What is long enough for a key and no word: it has a digit or a sign of base64, or is longer than words are. */
const VALUE = `(?=${KEY_LETTER}*[A-Za-z])(?=${KEY_LETTER}*[\\d+/=]|[A-Za-z_-]{24})${KEY_LETTER}{8,}`;

const QUOTE = String.raw`(?:\\?["'\x60])?`;

/** Keys that providers quote, and what is left of each: with stars in the middle, by their beginnings, by their names. */
const KEYS: readonly (readonly [RegExp, string])[] = [
  [/\S*\*{3,}\S*/g, "[key]"],
  [new RegExp(`${KEY_BEGIN}${KEY_LETTER}{8,}`, "g"), "[key]"],
  [new RegExp(`\\b(bearer|basic)\\s+${VALUE}`, "gi"), "$1 [key]"],
  [
    new RegExp(
      `((?:key|token|secret|password|authorization)(?:\\s+provided)?${QUOTE}\\s*[=:]\\s*${QUOTE})${VALUE}`,
      "gi",
    ),
    "$1[key]",
  ],
];

/** One line without control characters, keys and final period. */
function readable(words: string): string {
  // What is cut off may be the beginning of a key.
  const most = 4 * MOST, some = words.length > most ? words.slice(0, most).replace(/[\x21-\x7e]*$/, "") : words;
  const line = KEYS.reduce(
    (text, [pattern, instead]) => text.replace(pattern, instead),
    some.replace(/[\p{Cc}\p{Cf}\s]+/gu, " "),
  ).trim().replace(/[.\s]+$/, "");
  return line.length > MOST ? `${line.slice(0, MOST - 1).trimEnd()}…` : line;
}
