/**
 * Replacing secrets in texts, whole or in pieces, however they are written there.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import { secretForms, SHORTEST } from "./secret_forms.ts";

/** A way a secret may be written, and what stands in its place. */
interface Form {
  readonly text: string;
  readonly mask: string;
}

/** Replaces every value that it was given by the text that stands in its place. */
export class Mask {
  readonly #values = new Set<string>();
  /** Longest first, so that a secret that holds another one goes whole. */
  #forms: readonly Form[] = [];
  /** The same by their first letters. */
  #byLetter: ReadonlyMap<string, readonly Form[]> = new Map();
  /** Forms of which the beginning is masked, too, by how they begin. */
  readonly #heads = new Map<string, readonly Form[]>();

  /** Whether anything has to be masked. */
  get any(): boolean {
    return this.#forms.length > 0;
  }

  /** The text with every secret it was given replaced by its name, those that are cut off as well. */
  mask(text: string): string {
    return this.#masked(text, { ends: true });
  }

  /** Masks a text that arrives in pieces: what may be the beginning of a secret is held back until it is known not to be. */
  stream(): MaskedStream {
    let held = "";
    const take = (end: number, { ends }: { readonly ends: boolean }): string => {
      const text = held.slice(0, end);
      held = held.slice(end);
      return this.#masked(text, { ends });
    };
    return {
      push: (piece) => {
        held += piece;
        return take(this.#safe(held), { ends: false });
      },
      flush: () => take(held.length, { ends: true }),
    };
  }

  /** How much of a text can be told whatever follows it. */
  #safe(held: string): number {
    // What backslashes at the end belong to is not known yet, but that so many of them belong to nothing before them.
    const solid = solidEnd(held), most = held.length - MOST_ESCAPED;
    if (solid < most) return most;
    const { text, startOf } = unescaped(held.slice(0, solid));
    return startOf(this.#safeIn(text));
  }

  #safeIn(text: string): number {
    let end = Math.max(0, text.length - (this.#forms[0]?.text.length ?? 0) + 1);
    while (end < text.length && !this.#begins(text.slice(end))) end++;
    for (let moved = text.length >= SHORTEST; moved;) {
      moved = false;
      for (const { text: secret } of this.#forms) {
        const at = text.lastIndexOf(secret, end - 1);
        if (at >= 0 && at < end && at + secret.length > end) end = at, moved = true;
      }
    }
    return end;
  }

  /** Whether a secret may begin so. */
  #begins(text: string): boolean {
    const known = this.#byLetter.get(text[0]!) ?? [];
    return known.some((form) => form.text.length > text.length && form.text.startsWith(text));
  }

  /** Masks whole secrets, and the beginnings of those that are cut off: before dots and, where the text ends, there. */
  #masked(text: string, { ends }: { readonly ends: boolean }): string {
    if (text.length < SHORTEST) return text;
    const whole = this.#withoutWhole(text);
    if (this.#heads.size === 0) return whole;
    const parts = whole.split(/(…|\.{3})/), last = ends ? parts.length : parts.length - 1;
    return parts.map((part, i) => i < last ? this.#withoutBeginning(part) : part).join("");
  }

  #withoutWhole(given: string): string {
    const { text, startOf, endOf } = unescaped(given), found: Place[] = [];
    // A longer form comes first: one that is in the way of another covers its first letter or its last.
    let taken: Uint8Array | undefined;
    for (const { text: form, mask } of this.#forms) {
      for (let from = text.indexOf(form); from >= 0;) {
        const to = from + form.length, isFree = !taken?.[from] && !taken?.[to - 1];
        if (isFree) {
          taken ??= new Uint8Array(text.length);
          taken.fill(1, from, to);
          found.push({ from, to, mask });
        }
        from = text.indexOf(form, isFree ? to : from + 1);
      }
    }
    if (found.length === 0) return given;
    let told = "", done = 0;
    for (const { from, to, mask } of found.sort((a, b) => a.from - b.from)) {
      told += given.slice(done, startOf(from)) + mask, done = endOf(to - 1);
    }
    return told + given.slice(done);
  }

  /** The text without the beginning of a secret that stands at its end. */
  #withoutBeginning(given: string): string {
    const { text, startOf } = unescaped(given.slice(0, solidEnd(given))),
      from = Math.max(0, text.length - (this.#forms[0]?.text.length ?? 0) + 1);
    for (let start = from; start <= text.length - SHORTEST; start++) {
      const known = this.#heads.get(text.slice(start, start + SHORTEST));
      const form = known?.find((form) => form.text.startsWith(text.slice(start)));
      if (form) return given.slice(0, startOf(start)) + form.mask;
    }
    return given;
  }

  /** The same for every text inside a value. */
  maskJson<T extends Json>(value: T): T {
    return this.any ? mapTexts(value, (text) => this.mask(text)) as T : value;
  }

  /** Masks a value from now on, in whatever form it is written. */
  add(value: string, mask: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    const { all, keys } = formsIn(value), known = new Set(this.#forms.map(({ text }) => text));
    const fresh = all.filter((text) => !known.has(text)).map((text): Form => ({ text, mask }));
    this.#forms = [...this.#forms, ...fresh].sort((a, b) => b.text.length - a.text.length);
    this.#byLetter = Map.groupBy(this.#forms, ({ text }) => text[0]!);
    for (const form of fresh.filter(({ text }) => keys.includes(text))) {
      const head = form.text.slice(0, SHORTEST);
      this.#heads.set(head, [...this.#heads.get(head) ?? [], form]);
    }
  }
}

/** A form of a secret in a text, and what takes its place. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly mask: string;
}

/** A text without what escaping adds to it, and where in the text its signs stand. */
interface Unescaped {
  readonly text: string;
  /** Where a sign begins. */
  startOf(index: number): number;
  /** Where a sign ends. */
  endOf(index: number): number;
}

/** Backslashes in a row that escaping may write for one sign: JSON eight times within JSON. */
const MOST_ESCAPED = 256;
/** What stands for more of them, which is a part of no form. */
const BREAK = "\0";

const AS_IT_IS = { startOf: (index: number) => index, endOf: (index: number) => index + 1 };

/**
 * What is written as JSON within JSON has more backslashes before the same signs, and more again each time. So they are not
 * counted, neither in forms nor in texts, and those before a slash or a quote, which some languages write, are none.
 */
function unescaped(given: string): Unescaped {
  if (!/\\[\\/"']/.test(given)) return { text: given, ...AS_IT_IS };
  const signs: string[] = [], starts: number[] = [], ends: number[] = [];
  for (let at = 0; at < given.length;) {
    let next = at;
    while (given[next] === "\\") next++;
    if (next - at > MOST_ESCAPED) {
      signs.push(BREAK), starts.push(at), ends.push(at = next - MOST_ESCAPED);
    }
    const sign = given[next] ?? "", isBare = next === at || /[/"']/.test(sign);
    signs.push(isBare ? sign : "\\"), starts.push(isBare ? next : at);
    at = isBare ? next + 1 : next;
    ends.push(at);
  }
  return {
    text: signs.join(""),
    startOf: (index) => starts[index] ?? given.length,
    endOf: (index) => ends[index]!,
  };
}

/** Where the backslashes begin that a text ends with. */
function solidEnd(text: string): number {
  let end = text.length;
  while (text[end - 1] === "\\") end--;
  return end;
}

/** What is looked for, as it is looked for. */
function formsIn(value: string): ReturnType<typeof secretForms> {
  const { all, keys } = secretForms(value);
  const looked = (forms: readonly string[]) =>
    [...new Set(forms.map((form) => unescaped(form).text))].filter((form) => form.length >= SHORTEST);
  return { all: looked(all), keys: looked(keys) };
}

/** A text on its way through {@link Mask.stream}. */
export interface MaskedStream {
  /** Takes the next piece and gives what may be told. */
  push(piece: string): string;
  /** Gives the rest. */
  flush(): string;
}

function mapTexts(value: Json, map: (text: string) => string): Json {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [map(key), mapTexts(item as Json, map)]));
}
