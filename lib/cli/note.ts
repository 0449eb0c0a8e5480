import { visible } from "../text/visible.ts";
import type { Host } from "./host.ts";

/** Says something beside the payload, on a line of its own. */
export function note({ err }: Host, message: string): void {
  err.write(`${message.split("\n").map(visible).join("\n")}\n`);
}
