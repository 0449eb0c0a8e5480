import type { Finish } from "../model.ts";
import { heldText } from "./held_text.ts";
import type { Wrap } from "./opening.ts";
import type { Stage } from "./stage.ts";
import { remarkIn } from "./talk.ts";

/** What the end of a text is looked at for. */
export interface EndingOf {
  /** What was put around it. */
  readonly wrap: Wrap | undefined;
  /** What closes a text and cannot be of it. */
  readonly close: string;
  /** The text before it. */
  readonly stem: string;
}

/** Removes what closes a text and what is said after it: a fence, quotation marks, a remark to whoever asked. */
export function ending({ wrap, close, stem }: EndingOf): Stage {
  const held = heldText(), closers = [`\n${close}`, close, ...(wrap?.by === "fence" ? ["\n```"] : [])];
  let ended: Finish | undefined, line = stem.slice(stem.lastIndexOf("\n") + 1);

  function release(length: number) {
    const text = held.text.slice(0, length), at = text.lastIndexOf("\n");
    line = at < 0 ? line + text : text.slice(at + 1);
    return held.take(length);
  }

  return {
    push(event) {
      if (ended) return [];
      held.push(event);
      const found = closers.map((closer) => held.text.indexOf(closer)).filter((at) => at >= 0);
      if (found.length === 0) return release(Math.min(...holds(held.text, { wrap, closers })));
      ended = "end";
      return release(Math.min(...found));
    },
    end() {
      if (ended) return [];
      const remark = remarkAt(held.text), length = remark?.is === "yes" ? remark.at : held.text.length;
      return release(withoutQuote(held.text.slice(0, length), { wrap, line }));
    },
    get ended() {
      return ended;
    },
  };
}

/** Lengths up to which a text may go on, for several reasons. */
function holds(
  text: string,
  { wrap, closers }: { readonly wrap: Wrap | undefined; readonly closers: readonly string[] },
): readonly number[] {
  const quote = wrap?.by === "quotes" ? /["”“»'’]\s*$/u.exec(text)?.index : undefined, remark = remarkAt(text);
  return [
    text.length - Math.max(...closers.map((closer) => begunBy(text, closer))),
    ...(quote === undefined ? [] : [quote]),
    ...(remark ? [remark.at] : []),
  ];
}

/** Length of the longest end of the text that `closer` begins with. */
function begunBy(text: string, closer: string): number {
  for (let length = Math.min(text.length, closer.length - 1); length > 0; length--) {
    if (text.endsWith(closer.slice(0, length))) return length;
  }
  return 0;
}

/** The longest remark. */
const REMARK = 400;

/** Where a last paragraph begins that is a remark, or may become one; with the blank line before it. */
function remarkAt(text: string): { readonly at: number; readonly is: "yes" | "open" } | undefined {
  const body = text.trimEnd(), blank = body.lastIndexOf("\n\n");
  if (blank >= 0 && body.length - blank < REMARK) {
    const is = remarkIn(body.slice(blank).trimStart()), before = body.slice(0, blank).trimEnd();
    if (is !== "no") return { at: before.replace(/\n\n[-*_]{3,}$/, "").length, is };
  }
  return text.includes("\n", body.length) ? { at: body.length, is: "open" } : undefined;
}

/** Length of a text without the mark that closes what was put around it, where that mark is one too many. */
function withoutQuote(
  text: string,
  { wrap, line }: { readonly wrap: Wrap | undefined; readonly line: string },
): number {
  if (wrap?.by !== "quotes") return text.length;
  const end = text.trimEnd(), { open, close } = wrap;
  if (!end.endsWith(close)) return text.length;
  const whole = line + end.slice(0, -close.length), last = whole.slice(whole.lastIndexOf("\n") + 1);
  const opens = last.split(open).length - 1, closes = last.split(close).length - 1;
  // An apostrophe looks like a mark that closes.
  const isOwn = open === close ? close !== "'" && closes % 2 === 1 : close !== "’" && opens > closes;
  return isOwn ? text.length : end.length - close.length;
}
