import type { Path } from "../spec/located.ts";
import type { TextOrFile } from "../spec/spec.ts";
import { decode } from "../text/decode.ts";
import type { Source } from "../text/source.ts";
import type { PlacedText, Unit } from "./unit.ts";
import { placedAt, spanAt, wholeOf } from "./unit.ts";
import type { World } from "./world.ts";

/** The file that a spec names at a path, as text; what is wrong with it is reported. */
export async function readText(unit: Unit, world: World, at: Path, path: string): Promise<Source | undefined> {
  const { source, report, findings } = unit, span = spanAt(unit, at);
  if (path.includes("\0")) return void report("missing-file", span, { path });
  const read = await world.read({ path, from: source.name });
  if (read.ok) {
    const decoded = decode(read.bytes, read.name);
    if ("source" in decoded) return decoded.source;
    findings.all.push(...decoded.diagnostics);
    return void report("unreadable-file", span, { path, reason: "it is not text in UTF-8, or too large" });
  }
  switch (read.why) {
    case "missing":
      return void report("missing-file", span, { path, near: read.near });
    case "outside":
      return void report("outside-project", span, { path });
    case "unreadable":
      return void report("unreadable-file", span, { path, reason: read.reason });
  }
}

/** A text of the spec, or the file it names. */
export async function placedText(
  unit: Unit,
  world: World,
  at: Path,
  value: TextOrFile,
): Promise<PlacedText | undefined> {
  if (typeof value === "string") return placedAt(unit, at);
  if (value.file === undefined) return undefined;
  const source = await readText(unit, world, [...at, "file"], value.file);
  return source && wholeOf(source);
}
