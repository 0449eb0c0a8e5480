import type { Pattern } from "../../app/learned/learn.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import { count, counted, span } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import { clip } from "../clip.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { databaseOf, openToRead, openToSteer } from "../open.ts";
import { flag, value, word } from "../parameter.ts";
import { JSON_LINES } from "../shared_parameters.ts";
import { table } from "../table.ts";

/** `loom learned`. */
export const learned: Command = command({
  name: "learned",
  summary: "Show what runs have taught, or forget it",
  details: [
    "Patterns over all runs of the database: what kind, of what, how many runs have shown it, and when last. They outlive " +
    "their runs. One that a single run has shown is forgotten after 90 days.",
  ],
  parameters: {
    kind: value("--kind", { label: "KIND", about: "Only patterns of this kind", read: word }),
    reset: flag("--reset", { about: "Forget them" }),
    json: JSON_LINES,
  },
  examples: [
    { line: "loom learned", does: "lists them, the most frequent first" },
    { line: "loom learned --reset --kind retry", does: "forgets those of one kind" },
  ],
  run: async (host, { kind, reset, json }) => {
    const { isUntouched } = await import("../../app/database.ts"), filter = kind === undefined ? {} : { kind };
    if (isUntouched(await databaseOf(host))) return tellNone(host, kind);
    if (reset) {
      using loom = await openToSteer(host);
      const many = await loom.store.learned.forget(filter);
      note(
        host,
        many === 0 ? "There is nothing to forget" : `${counted(many, "pattern is", "patterns are")} forgotten`,
      );
      return EXIT.ok;
    }
    using loom = await openToRead(host);
    const patterns = await loom.store.learned.list(filter);
    if (patterns.length === 0) return tellNone(host, kind);
    write(host, patterns, { json });
    return EXIT.ok;
  },
});

function tellNone(host: Host, kind: string | undefined): number {
  note(host, kind === undefined ? "Nothing is learned yet" : `Nothing of the kind \`${kind}\` is learned`);
  return EXIT.ok;
}

function write(host: Host, patterns: readonly Pattern[], { json }: { readonly json: boolean }): void {
  const { out } = host;
  if (json) {
    for (const { last, value = null, ...pattern } of patterns) {
      out.write(`${safeJson({ ...pattern, last: new Date(last).toISOString(), value })}\n`);
    }
    return;
  }
  const lines = table(patterns, [
    { title: "KIND", cell: ({ kind }) => visible(kind), spare: 1 },
    { title: "RUNS", cell: ({ count: runs }) => count(runs), side: "right" },
    { title: "LAST", cell: ({ last }) => span(host.now() - last), side: "right", spare: 2 },
    { title: "PATTERN", cell: ({ key }) => clip(key, 60), style: () => "strong" },
    { title: "VALUE", cell: ({ value }) => value === undefined ? "" : visible(JSON.stringify(value)), spare: 3 },
  ], { paint: paintFor(out), ...(out.isTerminal ? { width: out.size().columns } : {}) });
  out.write(`${lines.join("\n")}\n`);
}
