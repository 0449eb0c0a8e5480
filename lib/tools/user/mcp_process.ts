import { isNestedDeeper } from "../../base/nesting.ts";
import { boundedText } from "../bounded_text.ts";
import type { BoundedText } from "../bounded_text.ts";
import type { Group, GroupEnd, GroupRequest } from "../process_group.ts";
import { startGroup } from "../process_group.ts";
import { lineReader } from "./line_reader.ts";
import type { McpLink } from "./mcp_link.ts";
import { MOST_IN_MESSAGE } from "./mcp_link.ts";
import { JSONRPCMessageSchema } from "./mcp_sdk.ts";
import type { JSONRPCMessage, Transport } from "./mcp_sdk.ts";

/** UTF-16 code units of messages that nobody asked for between two answers. */
const MOST_UNASKED = 32 * 2 ** 20;
/** Lines that are no message. */
const MOST_NOISE = 200;
/** Milliseconds a server has to end by itself, then after it was asked to. */
const GRACE = 1_000;

/** A server as a program: what it is started with. */
export type ServerProgram = Pick<GroupRequest, "argv" | "cwd" | "env" | "reaper">;

/**
 * A way to a server that is a program and speaks on its standard input and output, one message a line. It runs in a
 * process group of its own, and is ended when it says more than anyone asked for.
 */
export function processLink(program: ServerProgram): McpLink {
  const errors = boundedText(2_000), noise = boundedText(500), asked = new Set<unknown>();
  let group: Group | undefined, why: string | undefined, lines = 0, unasked = 0, closing: Promise<void> | undefined;

  const end = (reason: string): void => {
    why ??= reason;
    group?.end("SIGKILL");
  };
  const take = (line: string): void => {
    if (why !== undefined) return;
    const message = messageIn(line);
    if (message === undefined) {
      noise.add(`${line}\n`);
      if (++lines > MOST_NOISE) end("wrote lines that are no messages to its standard output, and was ended");
      return;
    }
    const isAnswer = !("method" in message) && asked.delete(message.id);
    unasked = isAnswer ? 0 : unasked + line.length;
    if (unasked > MOST_UNASKED) {
      return end(`sent more than ${megabytes(MOST_UNASKED)} that nobody asked for, and was ended`);
    }
    transport.onmessage?.(message);
  };
  const reader = lineReader(MOST_IN_MESSAGE, take, () => {
    end(`sent a message larger than ${megabytes(MOST_IN_MESSAGE)}, and was ended`);
  });

  const transport: Transport = {
    start() {
      const started = begin({ ...program, input: "piped", onOutput: reader.add, onError: errors.add });
      group = started;
      void started.ended.then((ending) => {
        why ??= closing ? "was closed" : endedBy(ending);
        transport.onclose?.();
      });
      return Promise.resolve();
    },
    send(message) {
      if (why !== undefined || !group) return Promise.reject(new Error("the server has ended"));
      if ("method" in message && "id" in message) asked.add(message.id);
      group.write(`${JSON.stringify(message)}\n`);
      return Promise.resolve();
    },
    close: () => (closing ??= ended(group)),
  };
  return { transport, ended: () => why, aside: () => aside(errors, noise), close: () => transport.close() };
}

function begin(request: GroupRequest): Group {
  try {
    return startGroup(request);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`there is no program \`${request.argv[0]}\` on this machine`);
  }
}

/** Servers end when their input does; one that does not is asked, then made to. */
async function ended(group: Group | undefined): Promise<void> {
  if (!group) return;
  group.closeInput();
  const asking = setTimeout(() => group.end("SIGTERM"), GRACE),
    making = setTimeout(() => group.end("SIGKILL"), 2 * GRACE);
  await group.ended;
  clearTimeout(asking);
  clearTimeout(making);
}

function messageIn(line: string): JSONRPCMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (isNestedDeeper(value)) return undefined;
  const message = JSONRPCMessageSchema.safeParse(value);
  return message.success ? message.data : undefined;
}

function endedBy({ code, signal }: GroupEnd): string {
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
}

function aside(errors: BoundedText, noise: BoundedText): string {
  return [errors.read(), noise.read()].map((text) => text.trim()).filter((text) => text !== "").join("\n");
}

function megabytes(units: number): string {
  return `${units / 2 ** 20} MB`;
}
