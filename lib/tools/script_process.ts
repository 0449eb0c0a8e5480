import { boundedText } from "./bounded_text.ts";
import type { Environment } from "./clean_environment.ts";
import { startGroup } from "./process_group.ts";
import type { GroupEnd } from "./process_group.ts";
import type { Reaper } from "./reaper.ts";
import type { ScriptFrame, ScriptRequest } from "./script_child.ts";

/** How to start a script's process. */
export interface ProcessRequest {
  /** Program and arguments. */
  readonly argv: readonly string[];
  /** The folder it runs in. */
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Environment;
  /** Ends it if we are killed. */
  readonly reaper: Reaper;
  /** Begins every frame of the child. */
  readonly marker: string;
  /** UTF-16 code units a frame may have. */
  readonly maxFrame: number;
}

/** Who is told what a process says. */
export interface ProcessListener {
  /** A message of the child. */
  readonly frame: (frame: ScriptFrame) => void;
  /** Anything the script printed, on either stream. */
  readonly printed: (text: string) => void;
}

/** How a process ended, with the last it wrote to standard error. */
export interface ProcessEnd extends GroupEnd {
  /** Both ends of standard error. */
  readonly stderr: string;
}

/** A script's process. */
export interface ScriptProcess {
  /** Puts a request into its queue. */
  send(request: ScriptRequest): void;
  /** Ends it and all it started. */
  kill(): void;
  /** Settles once nothing more will be heard of it. */
  readonly ended: Promise<ProcessEnd>;
}

/** UTF-16 code units of standard error kept to explain an end. */
const LAST_WORDS = 16_384;

/** Starts a process that speaks the protocol of `script_child.ts`. */
export function startProcess(request: ProcessRequest, listener: ProcessListener): ScriptProcess {
  const stderr = boundedText(LAST_WORDS);
  const kill = (): void => group.end("SIGKILL");
  const reader = frameReader(request, { ...listener, broken: kill });
  const group = startGroup({
    argv: request.argv,
    cwd: request.cwd,
    env: request.env,
    reaper: request.reaper,
    input: "piped",
    onOutput: reader.read,
    onError(text) {
      stderr.add(text);
      listener.printed(text);
    },
  });
  return {
    send: (call) => group.write(`${JSON.stringify(call)}\n`),
    kill,
    ended: group.ended.then((end) => {
      reader.flush();
      return { ...end, stderr: stderr.read() };
    }),
  };
}

interface FrameReader {
  readonly read: (text: string) => void;
  readonly flush: () => void;
}

/** Tells the child's frames from what the script prints, in whatever pieces both arrive. */
export function frameReader(
  { marker, maxFrame }: Pick<ProcessRequest, "marker" | "maxFrame">,
  listener: ProcessListener & { readonly broken: () => void },
): FrameReader {
  const begin = `\n${marker}`;
  let held = "";

  function print(text: string): void {
    if (text !== "") listener.printed(text);
  }

  /** Takes the first frame out of what is held; false when there is none, or it is not complete. */
  function takeFrame(): boolean {
    const start = held.indexOf(begin);
    const end = start < 0 ? -1 : held.indexOf("\n", start + begin.length);
    if (end < 0) return false;
    print(held.slice(0, start));
    const text = held.slice(start + begin.length, end);
    held = held.slice(end + 1);
    const frame = parseFrame(text);
    if (frame) listener.frame(frame);
    else listener.broken();
    return true;
  }

  /** Prints what cannot be the beginning of a frame any more. */
  function release(): void {
    const start = held.indexOf(begin), last = held.lastIndexOf("\n");
    const kept = start >= 0 ? start : last >= 0 && begin.startsWith(held.slice(last)) ? last : held.length;
    print(held.slice(0, kept));
    held = held.slice(kept);
    if (held.length > maxFrame) listener.broken();
  }

  return {
    read(text) {
      held += text;
      while (takeFrame());
      release();
    },
    flush() {
      print(held);
      held = "";
    },
  };
}

/** Reads what claims to be a frame; a script that has got hold of the marker must not get further. */
function parseFrame(text: string): ScriptFrame | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    return isFrame(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}

function isFrame(value: unknown): value is ScriptFrame {
  if (typeof value !== "object" || value === null) return false;
  const frame: { readonly [key: string]: unknown } = { ...value };
  const id = typeof frame["id"] === "number";
  const texts = (...keys: string[]): boolean => keys.every((key) => typeof frame[key] === "string");
  switch (frame["say"]) {
    case "ready":
      return true;
    case "unloadable":
      return texts("message", "at");
    case "took":
      return id;
    case "value":
      return id && "value" in frame;
    case "threw":
      return id && texts("message", "at");
    case "misshapen":
      return id && texts("message");
    default:
      return false;
  }
}
