/** Real `loom` processes whose pauses between attempts are short, and which are killed when somebody says so. */

const CLI = new URL("../../cli.ts", import.meta.url), SHORT_PAUSES = new URL("short_pauses.ts", import.meta.url);

/** A process that goes on. */
export interface Life {
  /** Ends it at once, if it has not ended. */
  kill(): void;
  /** How it ended. */
  readonly end: Promise<Death>;
}

/** How a process ended, and what it said. */
export interface Death {
  readonly killed: boolean;
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a process is begun with. */
export interface Birth {
  /** Variables of its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** A module that is loaded before it. */
  readonly preload?: URL;
}

/** Starts `loom` with these words in a folder. */
export function beginLife(folder: string, words: readonly string[], { env = {}, preload }: Birth = {}): Life {
  const modules = [SHORT_PAUSES, ...(preload ? [preload] : [])].map(({ pathname }) => `--preload=${pathname}`);
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", ...modules, CLI.pathname, ...words],
    cwd: folder,
    env: { NO_COLOR: "1", ...env },
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
