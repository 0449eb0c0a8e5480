/** Rows of a journal as one line each, for logs. */
import { unreachable } from "../base/unreachable.ts";
import { formatUsd } from "../base/money.ts";
import type { Json } from "../base/json.ts";
import type { Booking, End, Entry, Failure, Limits, Outcome } from "../plan/mod.ts";
import { toldIn } from "../views/rounds.ts";
import { additions, counted, moment, spending, timeOfDay } from "./amounts.ts";
import type { Style } from "./ansi.ts";
import { toldIn as processTold } from "../views/task_rows.ts";
import { isBest, roundLine, roundStyle } from "./round_words.ts";
import { toldLine } from "./told_words.ts";

/** What a row says. */
export interface Described {
  /** One line, not yet safe to print. */
  readonly text: string;
  readonly style?: Style;
}

/** A row in words. */
export function describeEntry(entry: Entry): Described {
  const { type, key = "" } = entry;
  switch (type) {
    case "begin":
      return { text: `begins${from(entry.value)}`, style: "accent" };
    case "drive":
      return { text: "is driven", style: "faint" };
    case "intent":
      return { text: `${key} is asked of ${compact(entry.value)}${upTo(entry.booking)}`, style: "faint" };
    case "result":
    case "done":
      return outcome(entry);
    case "failure":
      return {
        text: `${key} ${failedFor(entry.value)}${failureOf(entry.value).message}${cost(entry)}`,
        style: "warn",
      };
    case "settled":
      return { text: `${key} is settled${cost(entry)}`, style: "faint" };
    case "wait":
      return { text: `${key} ${waits(entry.value)}`, style: "accent" };
    case "took":
      return { text: key ? `${key}: ${heard(entry.value)}` : sent(entry.value), style: "accent" };
    case "cursor":
      return { text: "is saved", style: "faint" };
    case "reopen":
      return { text: goesOn(entry.value), style: "accent" };
    case "pause":
      return { text: "is paused", style: "accent" };
    case "end":
      return ended(entry.value);
    default:
      return unreachable(type);
  }
}

/** A stored outcome. */
export function outcomeIn(value: Json | undefined): Outcome<Json> {
  return (value ?? { type: "value", value: null }) as unknown as Outcome<Json>;
}

function outcome({ key = "", value, reused, ...entry }: Entry): Described {
  const told = toldIn({ key, ...(value === undefined ? {} : { value }) });
  if (told) {
    const style = isBest(told) ? "good" : roundStyle(told);
    return { text: `${roundLine(told)}${reused ? " (reused)" : ""}`, ...(style ? { style } : {}) };
  }
  const said = outcomeIn(value), again = reused ? " (reused)" : "";
  const process = said.type === "value" ? processTold({ key, ...(value === undefined ? {} : { value }) }) : undefined;
  if (process) {
    const { text, ...style } = toldLine(process);
    return { text: `${text}${again}`, ...style };
  }
  if (said.type === "failed") return { text: `${key} failed: ${said.failure.message}${cost(entry)}`, style: "bad" };
  if (said.type === "unparsed") return { text: `${key} cannot be read: ${said.problem}${cost(entry)}`, style: "warn" };
  return { text: `${key}${again}${worth(said.value)}${cost(entry)}` };
}

/** What an outcome is, as far as a line can say it. */
function worth(value: Json): string {
  if (value === null) return "";
  if (isCommandResult(value)) return ` ${commandWords(value)}`;
  const { tokens, value: answer, run, kind, node, reason } = value as {
    readonly tokens?: { readonly output: number };
    readonly value?: Json;
    readonly run?: Json;
    readonly kind?: Json;
    readonly node?: Json;
    readonly reason?: Json;
  };
  if (tokens && typeof tokens.output === "number") {
    return answer === undefined ? ` ${counted(tokens.output, "token")}` : ` answers ${compact(answer)}`;
  }
  if (typeof run === "string" && typeof kind === "string") {
    return ` ${run} is ${kind}${typeof reason === "string" ? `: ${reason}` : ""}`;
  }
  return typeof node === "string" && Object.keys(value as object).length === 1 ? "" : ` ${compact(value)}`;
}

/** What a program did. */
interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function isCommandResult(value: Json): value is Json & Ran {
  const { code, stdout, stderr } = value as Partial<Record<keyof Ran, unknown>>;
  return typeof code === "number" && typeof stdout === "string" && typeof stderr === "string";
}

/** How a program ended, and the last thing it said: of a failed one as an error, if it said any. */
function commandWords({ code, stdout, stderr }: Ran): string {
  const last = (text: string) => text.trimEnd().split("\n").at(-1)!.trim();
  const said = code === 0 ? last(stdout) : last(stderr) || last(stdout);
  return `exits with ${code}${said === "" ? "" : `: ${compact(said)}`}`;
}

function ended(value: Json | undefined): Described {
  const { kind, reason } = value as unknown as End;
  const style = kind === "done" || kind === "converged" ? "good" : kind === "failed" ? "bad" : "warn";
  return { text: `${kind}: ${reason}`, style };
}

function waits(value: Json | undefined): string {
  const { due, question, choices } = value as {
    readonly due: number | null;
    readonly question?: string;
    readonly choices?: readonly string[];
  };
  const until = due === null ? "" : ` until ${moment(due)}`;
  if (question === undefined) return `waits${until}`;
  return `asks: ${question}${choices ? ` (${choices.join(", ")})` : ""}${until && `, waits${until}`}`;
}

/** What a program has taken in: settings, a node, or words of a kind's own. */
function heard(value: Json | undefined): string {
  const messages = (value ?? []) as readonly { readonly kind: string; readonly value: Json }[];
  return messages.map(({ kind, value: said }) => {
    const { pick, text } = (said ?? {}) as { readonly pick?: Json; readonly text?: Json };
    if (kind === "guide" && typeof text === "string") return `is told by a person: ${text}`;
    if (kind === "guide" && typeof pick === "string") return `goes on from ${pick}, picked by a person`;
    if (kind !== "tune") return `is sent ${kind} ${compact(said)}`;
    return `is tuned, ${Object.entries(said as object).map(([name, now]) => `${name}: ${compact(now)}`).join(", ")}`;
  }).join("; ");
}

/** What somebody has sent the run. */
function sent(value: Json | undefined): string {
  const { kind, value: said, add } = value as unknown as {
    readonly kind: string;
    readonly value: Json;
    readonly add?: Limits;
  };
  if (add) return `gets ${additions(add).join(", ") || "nothing"} more`;
  return said === null ? `is sent ${kind}` : `is sent ${kind} ${compact(said)}`;
}

/** An ended run was opened again; a failed one tries some of its steps once more. */
function goesOn(value: Json | undefined): string {
  const { again = [], adopts } = (value ?? {}) as { readonly again?: readonly string[]; readonly adopts?: Json };
  if (adopts !== undefined) return "goes on with what it follows as that is now";
  return again.length === 0 ? "goes on" : `goes on, tries again: ${again.join(", ")}`;
}

function from(value: Json | undefined): string {
  const { origin, seq } = (value ?? {}) as { readonly origin?: string; readonly seq?: number };
  return origin === undefined ? "" : ` as a fork of ${origin}@${seq}`;
}

function failureOf(value: Json | undefined): Failure {
  const { code = "unknown", message = "it failed" } = (value ?? {}) as Partial<Failure>;
  return { code, message };
}

/** What is to come is told as that: the run may end before. */
function failedFor(value: Json | undefined): string {
  const { at } = (value ?? {}) as { readonly at?: number };
  return `failed, to be tried again${at === undefined ? "" : ` at ${timeOfDay(at)}`}: `;
}

function cost({ booking }: { readonly booking?: Booking }): string {
  return booking === undefined || booking.usd === 0 ? "" : ` ${formatUsd(booking.usd)}`;
}

function upTo(booking: Booking | undefined): string {
  return booking === undefined
    ? ""
    : `, at most ${spending(booking, {}).filter((part) => !part.endsWith("call")).join(", ")}`;
}

const LONGEST = 200;

function compact(value: Json | undefined): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
