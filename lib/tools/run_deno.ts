/** What a Deno command printed. */
export interface DenoOutput {
  /** Whether it ended with exit code 0. */
  readonly ok: boolean;
  /** All of standard output. */
  readonly stdout: string;
  /** All of standard error. */
  readonly stderr: string;
}

/** Where and with what a Deno command runs. */
export interface DenoRun {
  /** Path of the Deno executable. */
  readonly deno: string;
  /** Subcommand and arguments. */
  readonly args: readonly string[];
  /** The folder it runs in. */
  readonly cwd: string;
  /** Milliseconds after which it has surely hung. */
  readonly patience: number;
  /** Added to this process's environment. */
  readonly env?: { readonly [name: string]: string };
}

/** Settings of every Deno process we start: no colours, no look for updates, no package.json that happens to be near. */
export const QUIET_DENO: { readonly [name: string]: string } = {
  NO_COLOR: "1",
  DENO_NO_UPDATE_CHECK: "1",
  DENO_NO_PACKAGE_JSON: "1",
};

/** Runs a Deno command to its end. It runs none of the user's code, so it may have our environment: caches, proxies. */
export async function runDeno({ deno, args, cwd, patience, env = {} }: DenoRun): Promise<DenoOutput> {
  const { success, stdout, stderr } = await new Deno.Command(deno, {
    args: [...args],
    cwd,
    env: { ...QUIET_DENO, RUST_BACKTRACE: "0", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(patience),
  }).output();
  const decoder = new TextDecoder();
  return { ok: success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
