/**
 * What a repository holds, without its history and without running anything of it: no hooks, no filters, no submodules,
 * no working copy. Git packs the files of the newest commit, and they are read from there.
 *
 * @module
 */
import { join } from "node:path";
import type { CommandOutcome } from "../../../tools/command.ts";
import { runCommand } from "../../../tools/command.ts";
import type { PackageEntry } from "./package_entry.ts";
import { PackageError } from "./package_entry.ts";
import { readArchive } from "./read_archive.ts";

/** Which repository, and how long that may take. */
export interface CloneRequest {
  /** Its URL, or its path where `file` says so. */
  readonly url: string;
  /** Whether it may be one on this machine. */
  readonly file: boolean;
  /** Milliseconds. Default: two minutes. */
  readonly timeout?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** Milliseconds that a repository may take. */
const PATIENCE = 120_000;

/** Settings under which Git does no more than it is told. */
const CAREFUL = [
  ...["core.hooksPath=/dev/null", "core.fsmonitor=false", "core.symlinks=false", "credential.helper="],
  ...["protocol.allow=never", "protocol.https.allow=always", "protocol.ssh.allow=always", "submodule.recurse=false"],
];

/** Variables by which Git asks nobody and reads no settings of this machine. */
const QUIET = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_LFS_SKIP_SMUDGE: "1",
  GIT_ASKPASS: "true",
  SSH_ASKPASS: "true",
  GIT_SSH_COMMAND: "ssh -oBatchMode=yes",
};

/** Variables that are handed on: the keys of the user are asked for by ssh itself. */
const HANDED_ON = ["SSH_AUTH_SOCK", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE"];

/** Everything in the newest commit of a repository. Throws {@link PackageError} where it cannot be had. */
export async function cloneRepository(
  { url, file, timeout = PATIENCE, signal }: CloneRequest,
): Promise<readonly PackageEntry[]> {
  const folder = await Deno.makeTempDir({ prefix: "loom-clone-" }), end = Date.now() + timeout;
  const git = (args: readonly string[]) => runGit(args, { folder, file, timeout: end - Date.now(), signal });
  try {
    const how = [
      "--depth=1",
      "--single-branch",
      "--no-tags",
      "--no-checkout",
      "--no-recurse-submodules",
      "--template=",
    ];
    held(await git(["clone", "--quiet", ...how, "--", url, join(folder, "copy")]), url);
    held(
      await git([
        "-C",
        join(folder, "copy"),
        "archive",
        "--format=tar",
        `--output=${join(folder, "copy.tar")}`,
        "HEAD",
      ]),
      url,
    );
    return await readArchive(join(folder, "copy.tar"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface GitTerms extends Pick<CloneRequest, "file"> {
  readonly folder: string;
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

async function runGit(args: readonly string[], { folder, file, timeout, signal }: GitTerms): Promise<CommandOutcome> {
  const settings = [...CAREFUL, ...(file ? ["protocol.file.allow=always"] : [])].flatMap((one) => ["-c", one]);
  const env = { ...Deno.env.toObject(), ...QUIET };
  return await runCommand(["git", ...settings, ...args], {
    folder,
    permissions: { run: ["git"], env: [...Object.keys(QUIET), ...HANDED_ON] },
    env,
    timeout: Math.max(1, timeout),
    ...(signal ? { signal } : {}),
  });
}

function held(outcome: CommandOutcome, url: string): void {
  if (!outcome.ok && outcome.code === "missing") {
    throw new PackageError(`Cannot install from \`${bare(url)}\`: Git is not on this machine`);
  }
  if (!outcome.ok) {
    throw new PackageError(`Cannot install from \`${bare(url)}\`: ${why(outcome.code, outcome.message)}`);
  }
  if (outcome.result.code === 0) return;
  const said = outcome.result.stderr.trim().split("\n").filter((line) => line !== "").at(-1) ?? "Git gave no reason";
  throw new PackageError(`Cannot install from \`${bare(url)}\`: ${said.replace(/^fatal: /, "").replace(/\.$/, "")}`);
}

function why(code: string, message: string): string {
  return code === "timeout" ? "it took too long" : code === "aborted" ? "it was given up" : message;
}

/** An address without a login that may stand in it. */
function bare(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/, "$1");
}
