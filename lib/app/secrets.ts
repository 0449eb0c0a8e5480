/**
 * Secrets: named in specs, found at the call, masked wherever text leaves.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { Json } from "../base/json.ts";
import type { SecretRef } from "../plan/mod.ts";

/** A secret that cannot be had. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

/** Shorter values are not masked: they stand in ordinary text by chance. */
const SHORTEST = 8;

/** Finds secrets and remembers what to mask. */
export class Secrets {
  readonly #keys: KeyFile;
  readonly #found = new Map<string, string>();

  constructor(keys: KeyFile = keyFile()) {
    this.#keys = keys;
  }

  /** The value of a reference. Throws {@link SecretError} when there is none. */
  async find(ref: SecretRef): Promise<string> {
    const [name, value] = "env" in ref
      ? [ref.env, Deno.env.get(ref.env)]
      : [ref.key, (await this.#keys.read())[ref.key]];
    if (value === undefined || value === "") {
      throw new SecretError(
        "env" in ref
          ? `Cannot find the secret: the environment variable \`${name}\` is not set`
          : `Cannot find the secret: there is no key \`${name}\`; store it with \`loom keys set ${name}\``,
      );
    }
    if (value.length >= SHORTEST) this.#found.set(value, name);
    return value;
  }

  /** Whether anything has to be masked. */
  get any(): boolean {
    return this.#found.size > 0;
  }

  /** The text with every secret found so far replaced by its name. */
  mask(text: string): string {
    let masked = text;
    for (const [value, name] of this.#found) masked = masked.replaceAll(value, `[${name}]`);
    return masked;
  }

  /** The same for every text inside a value. */
  maskJson<T extends Json>(value: T): T {
    return this.any ? mapTexts(value, (text) => this.mask(text)) as T : value;
  }
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
      return JSON.parse(await Deno.readTextFile(path)) as Record<string, string>;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return {};
      if (error instanceof SyntaxError) {
        throw new SecretError(`Cannot read the key file \`${path}\`: it is not JSON; repair or delete it`);
      }
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

/** Where the user's own settings are: `$XDG_CONFIG_HOME/loom`, else `~/.config/loom`. */
export function configFolder(): string {
  return join(Deno.env.get("XDG_CONFIG_HOME") ?? join(Deno.env.get("HOME") ?? Deno.cwd(), ".config"), "loom");
}
