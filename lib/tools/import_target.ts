/** What a module may import, and how it is found again in the pinned copy. */
export type ImportTarget =
  /** A file of the spec's folder: its path from there, and what it is read as. */
  | { readonly kind: "module"; readonly path: string; readonly as: ModuleForm }
  /** A `node:` built-in. */
  | { readonly kind: "builtin" }
  /** An npm package with an exact version, such as `zod@4.6.7`. */
  | { readonly kind: "package"; readonly name: string }
  /** Anything else; `why` is a whole message. */
  | { readonly kind: "refused"; readonly why: string };

/** What a pinned file is read as: code, data, or a text. */
export type ModuleForm = "code" | "json" | "text";

const CODE = /\.(ts|mts|tsx|js|mjs|jsx)$/;
const EXACT_PACKAGE =
  /^npm:\/?((?:@[a-z0-9._~-]+\/)?[a-z0-9._~-]+@\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?)(?:\/[^?#]*)?$/i;

/**
 * What the specifier of an import means in the module at `referrer`, a path relative to the spec's folder. `attribute`
 * is the `type` of its `with {…}`.
 */
export function importTarget(referrer: string, specifier: string, attribute?: string): ImportTarget {
  if (/^\.\.?\//.test(specifier)) return fileTarget(referrer, specifier, attribute);
  if (specifier.startsWith("node:")) return { kind: "builtin" };
  if (specifier.startsWith("npm:")) return packageTarget(specifier);
  return refused(`${quote(specifier)} cannot be imported: ${whyNot(specifier)}`);
}

function fileTarget(referrer: string, specifier: string, attribute: string | undefined): ImportTarget {
  const names = plainNames(specifier);
  if (!names) return refused(`${quote(specifier)} cannot be imported: it is not a plain path`);
  const path = resolveInside(referrer, names);
  if (path === undefined) {
    return refused(`${quote(specifier)} lies outside the spec's folder: a script may import only what is inside`);
  }
  const as = formOf(path, attribute);
  return as ? { kind: "module", path, as } : refused(`${quote(specifier)} cannot be imported: ${whyNoForm(attribute)}`);
}

/** The names of a path as the file system knows them; undefined where a URL would read something else into it. */
function plainNames(specifier: string): readonly string[] | undefined {
  if (/[?#\\]/.test(specifier)) return undefined;
  try {
    const names = specifier.split("/").map(decodeURIComponent);
    // deno-lint-ignore no-control-regex
    return names.some((name) => name === "" || /[\0-\x1f/\\]/.test(name)) ? undefined : names;
  } catch {
    return undefined;
  }
}

/** What a file is read as; undefined when the form it is asked for and its name do not agree. */
export function formOf(path: string, attribute?: string): ModuleForm | undefined {
  switch (attribute) {
    case undefined:
      return CODE.test(path) ? "code" : undefined;
    case "json":
      return path.endsWith(".json") ? "json" : undefined;
    case "text":
      return "text";
    default:
      return undefined;
  }
}

function whyNoForm(attribute: string | undefined): string {
  return attribute === undefined
    ? 'code is .ts, .mts, .tsx, .js, .mjs or .jsx, and other files need `with { type: "json" }` or `"text"`'
    : `\`with { type: "${attribute}" }\` does not fit; use "json" for a .json file, or "text"`;
}

/**
 * The path that names lead to, or undefined when they leave the folder, if only for a moment: in the pinned copy the
 * folder has another name.
 */
function resolveInside(referrer: string, names: readonly string[]): string | undefined {
  const path = referrer.split("/").slice(0, -1);
  for (const name of names) {
    if (name === "..") {
      if (path.pop() === undefined) return undefined;
    } else if (name !== ".") path.push(name);
  }
  return path.join("/");
}

function packageTarget(specifier: string): ImportTarget {
  const name = EXACT_PACKAGE.exec(specifier)?.[1];
  return name
    ? { kind: "package", name }
    : refused(`${quote(specifier)} has no exact version: write it as \`npm:NAME@1.2.3\``);
}

function whyNot(specifier: string): string {
  if (/^(https?|jsr):/.test(specifier)) {
    return "a script may not load code from the network; use a file or an exact `npm:` version";
  }
  if (/^(file:|\/)/.test(specifier)) return "name files by a path that begins with `./` or `../`";
  if (/^(data|blob):/.test(specifier)) return "put the code into a file of its own";
  return "name a file by `./`, a package as `npm:NAME@1.2.3`, a built-in as `node:NAME`";
}

function refused(why: string): ImportTarget {
  return { kind: "refused", why };
}

function quote(specifier: string): string {
  return `\`${specifier.length > 80 ? `${specifier.slice(0, 80)}…` : specifier}\``;
}
