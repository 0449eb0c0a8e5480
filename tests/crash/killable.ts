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
  /** Whether it gets a SIGKILL now; asked again and again, and told how many lines it has written so far. */
  readonly killWhen?: ((lines: number) => boolean) | undefined;
}

/** Runs a script of ours with these words until it ends or is killed. */
export async function killable(
  script: URL,
  words: readonly string[],
  { cwd, env = {}, killAfter, killWhen }: KillableOptions = {},
): Promise<Ended> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", script.pathname, ...words],
    ...(cwd === undefined ? {} : { cwd }),
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const kill = () => {
    try {
      process.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const timer = killAfter === undefined ? undefined : setTimeout(kill, killAfter);
  let lines = 0;
  const watch = killWhen && setInterval(() => killWhen(lines) && kill(), 1);
  const [out, err, { code, signal }] = await Promise.all([
    textOf(process.stdout, (text) => lines += text.split("\n").length - 1),
    textOf(process.stderr),
    process.status,
  ]);
  clearTimeout(timer);
  clearInterval(watch);
  return { killed: signal === "SIGKILL", code, out, err };
}

/** All that a stream brings, which is told as it comes. */
async function textOf(stream: ReadableStream<Uint8Array>, tell: (text: string) => void = () => {}): Promise<string> {
  let all = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    all += text;
    tell(text);
  }
  return all;
}
