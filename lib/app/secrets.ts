/**
 * Secrets: named in specs, found at the call, masked wherever text leaves.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { Json } from "../base/json.ts";
import type { SecretRef } from "../plan/mod.ts";
import { maskEscapesWith } from "./escaping.ts";
import type { MaskedStream } from "../tools/masking/mask.ts";
import { Mask } from "../tools/masking/mask.ts";
import { mayBeSecret } from "./may_be_secret.ts";

/** Secrets of fewer characters are not masked. */
export { SHORTEST } from "../tools/masking/secret_forms.ts";

/** A secret that cannot be had. */
export class SecretError extends Error {
  /** Tells it from other errors. */
  override readonly name = "SecretError";
}

/** What every finder of this process has found: what escapes from it may hold any of that. */
const foundByAll = new Mask();
maskEscapesWith((text) => foundByAll.mask(text));

/** Finds secrets and remembers what to mask. */
export class Secrets {
  readonly #keys: KeyFile;
  readonly #mask = new Mask();

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
    for (const mask of [this.#mask, foundByAll]) mask.add(value, `[${name}]`);
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

  /** Masks what variables of the environment hold from now on, those that {@link mayBeSecret} leaves out aside. */
  cover(names: readonly string[]): void {
    for (const name of names) {
      const value = Deno.env.get(name);
      if (value === undefined || !mayBeSecret(name, value)) continue;
      for (const mask of [this.#mask, foundByAll]) mask.add(value, `[${name}]`);
    }
  }

  /** Whether anything has to be masked. */
  get any(): boolean {
    return this.#mask.any;
  }

  /** The text with every secret found so far replaced by its name, those that are cut off as well. */
  mask(text: string): string {
    return this.#mask.mask(text);
  }

  /** Masks a text that arrives in pieces: what may be the beginning of a secret is held back until it is known not to be. */
  stream(): MaskedStream {
    return this.#mask.stream();
  }

  /** The same for every text inside a value. */
  maskJson<T extends Json>(value: T): T {
    return this.#mask.maskJson(value);
  }
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
