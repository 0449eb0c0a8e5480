import { nearest } from "../../base/near.ts";
import type { Reach } from "./told.ts";

/** Names that are told of a server that does not have the one asked for. */
const MOST = 5;

/** A server has no model of a name; those that it has may tell what was meant. */
export function notListed(
  { host, name, others = [] }: { readonly host: string; readonly name: string; readonly others?: readonly string[] },
): Reach {
  const near = nearest(name, others), left = others.length - MOST;
  const shown = others.slice(0, MOST).map((other) => `\`${other}\``).join(", ");
  const hint = near !== undefined
    ? `: did you mean \`${near}\`?`
    : others.length === 0
    ? ""
    : `; it has ${shown}${left > 0 ? ` and ${left} more` : ""}`;
  return { state: "model-missing", why: `${host} has no model \`${name}\`${hint}` };
}
