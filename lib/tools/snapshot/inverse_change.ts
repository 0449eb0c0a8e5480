import { sha256 } from "../../base/hash.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Change } from "../tool.ts";

/** What is at the path of a change now. */
export interface Present {
  /** What it holds, where a file was made or changed. */
  readonly bytes?: Uint8Array;
  /** Its permission bits, where a folder was made. */
  readonly mode?: number;
}

/** The change that taking another one back is; undefined where that changes nothing. */
export function inverseChange(change: Change, present: Present): Change | undefined {
  const { path } = change, { bytes: held = new Uint8Array() } = present;
  switch (change.change) {
    case "create":
      return { change: "delete", path, before: held, mode: change.after?.mode ?? 0o600 };
    case "modify": {
      const { before, mode, after } = change;
      return {
        change: "modify",
        path,
        before: held,
        mode: after?.mode ?? mode,
        after: { hash: sha256(before), mode },
      };
    }
    case "delete":
      return { change: "create", path, after: { hash: sha256(change.before), mode: change.mode } };
    case "rename":
      return { change: "rename", path: change.to, to: path };
    case "make-folder":
      return { change: "remove-folder", path, mode: (present.mode ?? 0) | 0o700 };
    case "remove-folder":
      return { change: "make-folder", path };
    case "make-link":
      return { change: "remove-link", path, target: change.target };
    case "remove-link":
      return { change: "make-link", path, target: change.target };
    case "mode":
      return { change: "mode", path, mode: change.after, after: change.mode };
    case "make-other":
      return { change: "lost", path, why: "special" };
    case "lost":
    case "left":
      return undefined;
    default:
      return unreachable(change);
  }
}
