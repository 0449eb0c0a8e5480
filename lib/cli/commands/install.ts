import { resolve } from "node:path";
import type { PackageReview } from "../../app/processes/package/review_package.ts";
import { render } from "../../text/render.ts";
import { visible } from "../../text/visible.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { confirm } from "../confirm.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { databaseOf } from "../open.ts";
import type { Option } from "../parameter.ts";
import { argument, flag, word } from "../parameter.ts";
import { reviewLines } from "../package_lines.ts";
import { SpecError } from "../spec_error.ts";
import { WORKSPACE } from "../start_parameters.ts";

/** The answer to what is asked before something is done. */
const YES: Option<boolean> = flag("--yes", { short: "-y", about: "Do not ask" });

/** `loom install`. */
export const install: Command = command({
  name: "install",
  summary: "Install a package of a process",
  details: [
    "SOURCE is a folder, an archive (.tar.gz, .tgz, .tar or .zip), or a repository: a URL, `somebody/name` for one of GitHub, " +
    "or `git@host:path`. A package has a process.yaml, and may have tools, a README and a LICENSE.",
    "Before anything is written or run you see what it is: its risk, its tools with what they may reach, what it would " +
    "replace and what is wrong with it. Then you are asked. Nothing takes the place of a ready process.",
  ],
  parameters: {
    source: argument("SOURCE", { about: "A folder, an archive or a repository", read: word }),
    workspace: { ...WORKSPACE, about: "Install into `loom-processes` of this folder, for those who work in it alone" },
    yes: YES,
  },
  examples: [
    { line: "loom install ./page-stats", does: "a folder" },
    { line: "loom install somebody/page-stats -w .", does: "a repository, for this workspace" },
  ],
  run: async (host, { source, workspace, yes }) => {
    const { reviewSource } = await import("../../app/processes/install_package.ts"),
      { folder } = await databaseOf(host);
    const to = workspace === undefined ? {} : { workspace: resolve(host.folder, workspace) };
    const signal = host.interruption();
    const { review, install } = await reviewSource(source, { folder, at: host.folder, ...to, signal });
    showReview(host, review);
    if (review.diagnostics.some(({ severity }) => severity === "error")) throw new SpecError(review.diagnostics);
    if (!await confirm(host, { ask: `Install ${visible(review.name)}?`, yes, command: "install" })) {
      note(host, "Nothing was installed");
      return EXIT.failed;
    }
    await install();
    note(host, `\`${review.name}\` is installed: \`loom explain ${review.name}\` says what it does`);
    return EXIT.ok;
  },
});

function showReview(host: Host, review: PackageReview): void {
  const { err } = host, isSound = review.diagnostics.every(({ severity }) => severity !== "error");
  err.write(`${reviewLines(review, { paint: paintFor(err) }).join("\n")}\n`);
  if (isSound) err.write(render(review.diagnostics, { format: "human", colour: err.ansi, width: err.size().columns }));
}
