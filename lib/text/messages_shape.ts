import type { Message } from "./messages.ts";

/** What the messages about the shape of a spec need to be said. `what` is a part of a spec as a sentence names it. */
export interface ShapeParams {
  /** A key that its map does not know. */
  readonly "unknown-key": {
    readonly key: string;
    readonly near?: string | undefined;
    readonly allowed: readonly string[];
    /** The kind of specs that has the key. */
    readonly kind?: string | undefined;
  };
  /** A key that a map cannot do without. */
  readonly "missing-key": { readonly what: string; readonly key: string };
  /** A value of another sort than its key takes. */
  readonly "wrong-value": { readonly what: string; readonly expected: string; readonly found: string };
  /** A key with nothing after it. */
  readonly "missing-value": { readonly what: string; readonly expected: string };
  /** A name that cannot be one. */
  readonly "bad-name": { readonly name: string; readonly rule: string };
  /** A version of the language that is not ours. */
  readonly "wrong-version": { readonly found: string };
  /** A kind that the language does not have. */
  readonly "unknown-kind": {
    readonly kind: string;
    readonly near?: string | undefined;
    readonly kinds: readonly string[];
  };
  /** A key that has no place beside another. */
  readonly "keys-apart": { readonly key: string; readonly beside: readonly string[] };
  /** A duration that cannot be read. */
  readonly "bad-duration": { readonly found: string; readonly expected: string };
  /** A number of tokens that cannot be read. */
  readonly "bad-size": { readonly found: string; readonly expected: string };
  /** A time that cannot be read. */
  readonly "bad-time": { readonly found: string; readonly expected: string };
  /** A document that is no map. */
  readonly "not-a-spec": { readonly found: string };
  /** A secret where none may stand. */
  readonly "misplaced-secret": { readonly what: string };
  /** Never holds the secret itself. */
  readonly "literal-secret": { readonly what: string };
  /** A schedule, which starts nothing. */
  readonly "schedule-ignored": Record<never, never>;
  /** More problems than are told. */
  readonly "too-many-problems": { readonly limit: number };
}

/** The messages about the shape of a spec. */
export const SHAPE_MESSAGES: { readonly [C in keyof ShapeParams]: Message<ShapeParams[C]> } = {
  "unknown-key": {
    number: "L0201",
    severity: "error",
    message: ({ key }) => `unknown key \`${key}\``,
    hint: ({ near, allowed, kind }) => {
      if (near) return `did you mean \`${near}\`?`;
      const known = `known here: ${allowed.join(", ")}`;
      return kind === undefined ? known : `it belongs to specs of kind \`${kind}\`; ${known}`;
    },
  },
  "missing-key": {
    number: "L0202",
    severity: "error",
    message: ({ what, key }) => `${what} needs \`${key}\``,
    hint: ({ key }) => key === "loom" ? "write `loom: 1` in the first line" : undefined,
  },
  "wrong-value": {
    number: "L0203",
    severity: "error",
    message: ({ what, expected, found }) => `${what} must be ${expected}, not ${found}`,
  },
  "missing-value": {
    number: "L0204",
    severity: "error",
    message: ({ what }) => `${what} has no value`,
    hint: ({ expected }) => `expected: ${expected}; or remove the key`,
  },
  "bad-name": {
    number: "L0205",
    severity: "error",
    message: ({ name }) => `\`${name}\` cannot be a name`,
    hint: ({ rule }) => rule,
  },
  "wrong-version": {
    number: "L0206",
    severity: "error",
    message: ({ found }) => `\`loom\` must be 1, the one version of the language there is, not ${found}`,
  },
  "unknown-kind": {
    number: "L0207",
    severity: "error",
    message: ({ kind }) => `unknown kind ${kind}`,
    hint: ({ near, kinds }) => near ? `did you mean \`${near}\`?` : `kinds: ${kinds.join(", ")}`,
  },
  "keys-apart": {
    number: "L0209",
    severity: "error",
    message: ({ key, beside }) => `\`${key}\` has no place beside ${beside.map((one) => `\`${one}\``).join(", ")}`,
    hint: () => "keep one of the two",
  },
  "bad-duration": {
    number: "L0210",
    severity: "error",
    message: ({ found, expected }) => `Cannot read the duration ${found}: expected ${expected}`,
  },
  "bad-size": {
    number: "L0211",
    severity: "error",
    message: ({ found, expected }) => `Cannot read the size ${found}: expected ${expected}`,
  },
  "bad-time": {
    number: "L0212",
    severity: "error",
    message: ({ found, expected }) => `Cannot read the time ${found}: expected ${expected}`,
  },
  "not-a-spec": {
    number: "L0213",
    severity: "error",
    message: ({ found }) => `a spec is a map of keys, not ${found}`,
    hint: () => "it begins with `loom: 1` and a kind, such as `kind: refine`",
  },
  "misplaced-secret": {
    number: "L0214",
    severity: "error",
    message: ({ what }) => `${what} cannot be a secret`,
    hint: () => "`{env: …}` and `{key: …}` have a place where a key, a header or a URL is expected, and nowhere else",
  },
  "literal-secret": {
    number: "L0215",
    severity: "error",
    message: ({ what }) => `${what} is written down here, and a spec must hold no secret`,
    hint: () => "name it: `{env: NAME}` for a variable of the environment, `{key: NAME}` for one of `loom keys set`",
  },
  "schedule-ignored": {
    number: "L0216",
    severity: "warning",
    message: () => "schedules are not part of this version: `on` is read and nothing is started by it",
    hint: () => "start runs from a scheduler of the system, such as cron",
  },
  "too-many-problems": {
    number: "L0217",
    severity: "error",
    message: ({ limit }) => `there are more than ${limit} problems; the others are not shown`,
  },
};
