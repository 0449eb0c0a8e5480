/** Why a command in a folder of its own came to nothing, with the path that it is about. */
export class ScratchTrouble extends Error {
  /** Tells it from other errors. */
  override readonly name = "ScratchTrouble";
  /** refused: nothing ran; missing: there is no such file; failed: the disk, or what the program left; aborted. */
  readonly code: "refused" | "missing" | "failed" | "aborted";

  /** `message` names the path and says what to do. */
  constructor(code: ScratchTrouble["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * A path below a folder without its empty and `.` parts, such as `src/fix.ts` for `./src//fix.ts`.
 *
 * @throws {ScratchTrouble} for one that could lead anywhere else.
 */
export function pathBelow(path: string, act: string): string {
  const refused = (why: string): ScratchTrouble => new ScratchTrouble("refused", `Cannot ${act} \`${path}\`: ${why}`);
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (path.startsWith("/")) throw refused("give a path that begins in the folder, not at the root");
  if (names.includes("..")) throw refused("a path with `..` leads out of the folder");
  if (path.includes("\0")) throw refused("no path holds a zero character");
  if (names.length === 0) throw refused("name a file or a folder in it");
  return names.join("/");
}

/** What the system says went wrong, without the places that only this program knows. */
export function systemReason(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/ \(os error \d+\)[^]*$/, "");
}
