import type { RunEvent } from "../../app/vocabulary.ts";
import type { Host } from "../host.ts";
import type { Beginning } from "./progress.ts";

/** Tells people, or programs, of a run while it is driven here. */
export interface Reporter {
  /** Takes what happens; also before {@link Reporter.begin}. */
  take(event: RunEvent): void;
  /** What the run is and where it stands. `textAt` reads the text that ends at a node. */
  begin(beginning: Beginning, textAt: (node: string) => Promise<string>): void;
  /** A person wants it to stop. */
  stopping(): void;
  /** The run rests: nothing is shown any more. */
  close(): void;
}

/** How a run is told of. */
export type Manner = "live" | "lines" | "json" | "quiet";

/** How a command line wants it. */
export function mannerOf(host: Host, { json, quiet }: { readonly json: boolean; readonly quiet: boolean }): Manner {
  if (json) return "json";
  if (quiet) return "quiet";
  return host.err.ansi ? "live" : "lines";
}

/** The reporter for a manner. */
export async function reporterFor(manner: Manner, host: Host): Promise<Reporter> {
  if (manner === "json") return (await import("./json_reporter.ts")).jsonReporter(host);
  if (manner === "quiet") return quietReporter();
  return (await import("./progress_reporter.ts")).progressReporter(host, manner);
}

function quietReporter(): Reporter {
  return { take: () => {}, begin: () => {}, stopping: () => {}, close: () => {} };
}
