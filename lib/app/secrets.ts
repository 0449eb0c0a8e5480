/**
 * Secrets: named in specs, found at the call, masked wherever text leaves.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { Json } from "../base/json.ts";
import type { SecretRef } from "../plan/mod.ts";
import { secretForms, SHORTEST } from "./secret_forms.ts";

/** A secret that cannot be had. */
export class SecretError extends Error {
  /** Tells it from other errors. */
  override readonly name = "SecretError";
}

/** A way a secret may be written, and what stands in its place. */
interface Form {
  readonly text: string;
  readonly mask: string;
}

/** Finds secrets and remembers what to mask. */
export class Secrets {
  readonly #keys: KeyFile;
  /** Longest first, so that a secret that holds another one goes whole. */
  #forms: readonly Form[] = [];
  /** The same by their first letters. */
  #byLetter: ReadonlyMap<string, readonly Form[]> = new Map();
  /** Forms of which the beginning is masked, too, by how they begin. */
  readonly #heads = new Map<string, readonly Form[]>();

  constructor(keys: KeyFile = keyFile()) {
    this.#keys = keys;
  }

  /** The value of a reference. Throws {@link SecretError} when there is none. */
  async find(ref: SecretRef): Promise<string> {
    const [name, value] = "env" in ref
      ? [ref.env, Deno.env.get(ref.env)]
      : [ref.key, ownIn(await this.#keys.read(), ref.key)];
    if (value === undefined || value === "") {
      throw new SecretError(
        "env" in ref
          ? `Cannot find the secret: the environment variable \`${name}\` is not set`
          : `Cannot find the secret: there is no key \`${name}\`; store it with \`loom keys set ${name}\``,
      );
    }
    this.#remember(value, `[${name}]`);
    return value;
  }

  /** Throws one {@link SecretError} that names all references without a value. */
  async check(refs: readonly SecretRef[]): Promise<void> {
    const problems = new Set<string>();
    for (const ref of refs) {
      try {
        await this.find(ref);
      } catch (error) {
        if (!(error instanceof SecretError)) throw error;
        problems.add(error.message);
      }
    }
    if (problems.size > 0) throw new SecretError([...problems].join("; "));
  }

  /** Whether anything has to be masked. */
  get any(): boolean {
    return this.#forms.length > 0;
  }

  /** The text with every secret found so far replaced by its name, those that are cut off as well. */
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
  #safe(text: string): number {
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
    const whole = this.#forms.reduce((masked, form) => masked.replaceAll(form.text, () => form.mask), text);
    if (this.#heads.size === 0) return whole;
    const parts = whole.split(/(…|\.{3})/), last = ends ? parts.length : parts.length - 1;
    return parts.map((part, i) => i < last ? this.#withoutBeginning(part) : part).join("");
  }

  /** The text without the beginning of a secret that stands at its end. */
  #withoutBeginning(text: string): string {
    const from = Math.max(0, text.length - (this.#forms[0]?.text.length ?? 0) + 1);
    for (let at = from; at <= text.length - SHORTEST; at++) {
      const known = this.#heads.get(text.slice(at, at + SHORTEST));
      const form = known?.find((form) => form.text.startsWith(text.slice(at)));
      if (form) return text.slice(0, at) + form.mask;
    }
    return text;
  }

  /** The same for every text inside a value. */
  maskJson<T extends Json>(value: T): T {
    return this.any ? mapTexts(value, (text) => this.mask(text)) as T : value;
  }

  #remember(value: string, mask: string): void {
    const { all, keys } = secretForms(value), known = new Set(this.#forms.map(({ text }) => text));
    const fresh = all.filter((text) => !known.has(text)).map((text): Form => ({ text, mask }));
    this.#forms = [...this.#forms, ...fresh].sort((a, b) => b.text.length - a.text.length);
    this.#byLetter = Map.groupBy(this.#forms, ({ text }) => text[0]!);
    for (const form of fresh.filter(({ text }) => keys.includes(text))) {
      const head = form.text.slice(0, SHORTEST);
      this.#heads.set(head, [...this.#heads.get(head) ?? [], form]);
    }
  }
}

/** A text on its way through {@link Secrets.stream}. */
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

/** The user's file of keys. */
export interface KeyFile {
  readonly path: string;
  read(): Promise<Readonly<Record<string, string>>>;
  set(name: string, value: string): Promise<void>;
  /** False when there was none. */
  remove(name: string): Promise<boolean>;
}

/** The key file in the user's configuration folder, readable by nobody else. */
export function keyFile(path: string = join(configFolder(), "keys.json")): KeyFile {
  const read = async (): Promise<Record<string, string>> => {
    try {
      return keysIn(JSON.parse(await Deno.readTextFile(path)), path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return {};
      if (error instanceof SyntaxError) throw damaged(path, "it is not JSON");
      throw error;
    }
  };
  const write = async (keys: Record<string, string>): Promise<void> => {
    await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${crypto.randomUUID()}`;
    await Deno.writeTextFile(temporary, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, createNew: true });
    await Deno.rename(temporary, path);
  };
  return {
    path,
    read,
    set: async (name, value) => await write({ ...await read(), [name]: value }),
    remove: async (name) => {
      const { [name]: found, ...rest } = await read();
      if (found !== undefined) await write(rest);
      return found !== undefined;
    },
  };
}

function keysIn(found: unknown, path: string): Record<string, string> {
  const isMap = typeof found === "object" && found !== null && !Array.isArray(found);
  if (isMap && Object.values(found).every((value) => typeof value === "string")) return found as Record<string, string>;
  throw damaged(path, "it is not a map of names to texts");
}

function damaged(path: string, why: string): SecretError {
  return new SecretError(`Cannot read the key file \`${path}\`: ${why}; repair or delete it`);
}

function ownIn(keys: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}

/** Where the user's own settings are: `$XDG_CONFIG_HOME/loom`, else `~/.config/loom`. */
export function configFolder(): string {
  return join(Deno.env.get("XDG_CONFIG_HOME") || join(Deno.env.get("HOME") || Deno.cwd(), ".config"), "loom");
}
