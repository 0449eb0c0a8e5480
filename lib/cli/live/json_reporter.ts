import { safeJson } from "../../text/render_json.ts";
import type { Host } from "../host.ts";
import type { Reporter } from "./reporter.ts";

/** Every event as one line of JSON on standard output. */
export function jsonReporter({ out }: Host): Reporter {
  return {
    take: (event) => out.write(`${safeJson(event)}\n`),
    begin: () => {},
    stopping: () => {},
    close: () => {},
  };
}
