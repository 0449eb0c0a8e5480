/** Real `loom` processes whose pauses between attempts are short, and which are killed when somebody says so. */

const CLI = new URL("../../cli.ts", import.meta.url), SHORT_PAUSES = new URL("short_pauses.ts", import.meta.url);

/** A process that goes on. */
export interface Life {
  /** Ends it at once, if it has not ended. */
  kill(): void;
  /** How it ended. */
  readonly end: Promise<
    { readonly killed: boolean; readonly code: number; readonly out: string; readonly err: string }
  >;
}

/** Starts `loom` with these words in a folder. */
export function beginLife(folder: string, words: readonly string[]): Life {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", `--preload=${SHORT_PAUSES.pathname}`, CLI.pathname, ...words],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return {
    kill() {
      try {
        process.kill("SIGKILL");
      } catch {
        // It has ended by itself.
      }
    },
    end: process.output().then(({ signal, code, stdout, stderr }) => ({
      killed: signal === "SIGKILL",
      code,
      out: new TextDecoder().decode(stdout),
      err: new TextDecoder().decode(stderr),
    })),
  };
}
