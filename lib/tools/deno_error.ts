import { fileURLToPath } from "node:url";

/** What Deno said was wrong, in the user's terms. */
export interface DenoError {
  /** What is wrong, without Deno's prefixes. */
  readonly message: string;
  /** The module it stands in, relative to the folder. */
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

/** The folder that texts speak of, as Deno writes it; ends in a slash. */
export interface SpokenFolder {
  /** As a `file:` URL. */
  readonly url: string;
  /** As a path. */
  readonly path: string;
}

/** How Deno speaks of a folder, given its URL with a slash at the end. */
export function spokenFolder(url: string): SpokenFolder {
  return { url, path: fileURLToPath(url) };
}

/** Reads the first error of a text that Deno printed, with the first place of it that lies in the folder. */
export function readDenoError(printed: string, folder: SpokenFolder): DenoError {
  const text = plain(printed);
  const from = text.search(/^error: /m);
  const said = (from < 0 ? text : text.slice(from)).trim();
  const message = said.split(/\n(?: {4}at |\s*\n|Stack backtrace)|\n {2}\|/)[0]!
    .replace(/^error: /, "").replace(/^Uncaught /, "").replace(/^\(in promise\) /, "");
  const first = relative(message, folder).split("\n")[0]!.replace(/ at \S+:\d+:\d+$/, "").replace(/\.$/, "");
  return { message: first, ...placeIn(said, folder) };
}

/** The same for a module that cannot be loaded: what kind of error JavaScript makes of it is nobody's concern. */
export function readLoadError(printed: string, folder: SpokenFolder): DenoError {
  const error = readDenoError(printed, folder);
  return { ...error, message: inOurWords(error.message.replace(/^(SyntaxError|TypeError): /, "")) };
}

/** Texts that Deno printed, without colours and with paths that start from the folder. */
export function relative(text: string, folder: SpokenFolder): string {
  return plain(text).replaceAll(folder.url, "").replaceAll(folder.path, "");
}

function plain(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/\x1b\[[0-9;]*m/g, "");
}

function placeIn(text: string, folder: SpokenFolder): Pick<DenoError, "path" | "line" | "column"> {
  for (const piece of text.split(folder.url).slice(1)) {
    const found = /^([^\s():]+):(\d+):(\d+)/.exec(piece);
    if (found) return { path: decodeURI(found[1]!), line: Number(found[2]), column: Number(found[3]) };
  }
  return {};
}

/** The one error of linking that people meet often, said shorter; everything else as Deno says it. */
function inOurWords(message: string): string {
  const missing = /^The requested module '(.+)' does not provide an export named '(.+)'$/.exec(message);
  return missing ? `\`${missing[1]}\` has no export \`${missing[2]}\`` : message;
}
