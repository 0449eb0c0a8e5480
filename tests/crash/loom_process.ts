/** Real `loom` processes in folders of their own, some of which are killed. */

/** How a process ended. */
export interface Ended {
  readonly killed: boolean;
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const CLI = new URL("../../cli.ts", import.meta.url).pathname;

/** Runs `loom` with these words; kills it after so many milliseconds, or once its database holds so many bytes of log. */
export async function loom(
  folder: string,
  words: readonly string[],
  { killAfter, env = {} }: { readonly killAfter?: number; readonly env?: Record<string, string> } = {},
): Promise<Ended> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", CLI, ...words],
    cwd: folder,
    env: { NO_COLOR: "1", ...env },
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
  return {
    killed: signal === "SIGKILL",
    code,
    out: new TextDecoder().decode(stdout),
    err: new TextDecoder().decode(stderr),
  };
}
