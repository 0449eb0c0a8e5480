/** Processes that may be killed. */

/** How a process ended. */
export interface Ended {
  readonly killed: boolean;
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** How a process is run. */
export interface KillableOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it gets a SIGKILL. Default: never. */
  readonly killAfter?: number | undefined;
}

/** Runs a script of ours with these words until it ends or is killed. */
export async function killable(
  script: URL,
  words: readonly string[],
  { cwd, env = {}, killAfter }: KillableOptions = {},
): Promise<Ended> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", script.pathname, ...words],
    ...(cwd === undefined ? {} : { cwd }),
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = killAfter === undefined ? undefined : setTimeout(() => {
    try {
      process.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }, killAfter);
  const { code, signal, stdout, stderr } = await process.output();
  clearTimeout(timer);
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { killed: signal === "SIGKILL", code, out: decode(stdout), err: decode(stderr) };
}
