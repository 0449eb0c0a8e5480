/**
 * Packages of processes for tests, as files, folders and archives.
 *
 * @module
 */
import { dirname, join } from "node:path";

/** Files by path. */
export type Files = { readonly [path: string]: string };

/** A definition, and a tool that counts words. */
export const WORD_COUNT: Files = {
  "process.yaml": `name: word-count
version: "1.2"
description: Counts the words of a text
author: A team
tools: {required: [count_words]}
permissions: {read: [data], net: [api.example.com]}
phases:
  - {id: count, description: Count the words, deliverables: [counts.csv — one row a word]}
`,
  "tools/count_words.ts": `export const tool = {
  description: "Counts words",
  parameters: { text: "string" },
};
export default ({ text }: { text: string }): number => text.split(/\\s+/).length;
`,
  "tools/_parts.ts": "export const part = 1;\n",
  "README.md": "# Word count\n",
  "LICENSE": "MIT\n",
};

/** Writes files into a folder. */
export async function write(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  }
}

/** The same files under a folder. */
export function under(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** Something of an archive that a well-meaning one does not hold. */
export interface Odd {
  readonly path: string;
  /** Type of tar: `1` and `2` are links. */
  readonly type?: string;
  readonly bytes?: Uint8Array;
  /** Mode of Unix in a zip: 0o120777 is a link. */
  readonly mode?: number;
  /** Sizes and checksums that are not true. */
  readonly wrong?: "checksum" | "size";
}

/** A tar archive of files, and of odd things behind them. */
export function tarOf(files: Files, odd: readonly Odd[] = []): Uint8Array {
  const all: readonly Odd[] = [...Object.entries(files).map(([path, text]) => ({ path, bytes: encode(text) })), ...odd];
  return joined([...all.flatMap(tarEntry), new Uint8Array(1_024)]);
}

function tarEntry({ path, type = "0", bytes = new Uint8Array(), wrong }: Odd): readonly Uint8Array[] {
  const header = new Uint8Array(512), put = (text: string, at: number) => header.set(encode(text), at);
  put(path.slice(0, 100), 0);
  put("0000644\0", 100);
  put(`${(wrong === "size" ? 1 << 20 : bytes.length).toString(8).padStart(11, "0")}\0`, 124);
  put("        ", 148);
  put(type, 156);
  put("ustar\0" + "00", 257);
  const sum = header.reduce((all, byte) => all + byte, 0) + (wrong === "checksum" ? 1 : 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, bytes, new Uint8Array((512 - bytes.length % 512) % 512)];
}

/** A zip archive of files, deflated, and of odd things behind them. */
export async function zipOf(files: Files, odd: readonly Odd[] = []): Promise<Uint8Array> {
  const all: readonly Odd[] = [...Object.entries(files).map(([path, text]) => ({ path, bytes: encode(text) })), ...odd];
  const locals: Uint8Array[] = [], central: Uint8Array[] = [];
  let at = 0;
  for (const { path, bytes = new Uint8Array(), mode = 0o100644 } of all) {
    const name = encode(path), packed = await through(bytes, new CompressionStream("deflate-raw"));
    const local = record(30, [[0, 4, 0x04034b50], [8, 2, 8], [18, 4, packed.length], [22, 4, bytes.length], [
      26,
      2,
      name.length,
    ]]);
    const entry = [[0, 4, 0x02014b50], [10, 2, 8], [20, 4, packed.length], [24, 4, bytes.length], [28, 2, name.length]];
    locals.push(local, name, packed);
    central.push(record(46, [...entry, [38, 4, mode * 65_536], [42, 4, at]]), name);
    at += local.length + name.length + packed.length;
  }
  const size = central.reduce((sum, { length }) => sum + length, 0), count = all.length;
  const end = record(22, [[0, 4, 0x06054b50], [8, 2, count], [10, 2, count], [12, 4, size], [16, 4, at]]);
  return joined([...locals, ...central, end]);
}

/** A record of numbers: where each stands, its bytes, and its value. */
function record(length: number, fields: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(length), view = new DataView(bytes.buffer);
  for (const [at, size, value] of fields) {
    if (size === 2) view.setUint16(at!, value!, true);
    else view.setUint32(at!, value!, true);
  }
  return bytes;
}

/** Bytes, packed as gzip does. */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  return await through(bytes, new CompressionStream("gzip"));
}

async function through(bytes: Uint8Array, stream: CompressionStream): Promise<Uint8Array> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) whole.set(piece, at), at += piece.length;
  return whole;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Runs Git in a folder, with nobody's settings. */
export async function git(folder: string, ...args: readonly string[]): Promise<void> {
  const who = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"];
  const { success, stderr } = await new Deno.Command("git", {
    args: [...who, ...args],
    cwd: folder,
    env: { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
