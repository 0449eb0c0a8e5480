/**
 * Where the text begins in an answer. A chat model may repeat the end of the text or announce what it does; both are
 * removed where they can be nothing else, and an answer that is talk is refused.
 *
 * @module
 */
import { anchorEnd } from "./anchor_end.ts";
import { isUnmistakable } from "./anchor.ts";
import type { Asking } from "./asking.ts";
import { folded } from "./folded.ts";
import { gapIn, jointOf } from "./joint.ts";
import { isOpen, overlapOf } from "./overlap.ts";
import { talkIn } from "./talk.ts";

/** What was put around a text: it is removed at the end as well. */
export type Wrap = { readonly by: "fence" } | { readonly by: "quotes"; readonly open: string; readonly close: string };

/** What the beginning of an answer is. */
export type Opening =
  /** More of it is needed. */
  | { readonly is: "open" }
  /** Text after `drop` characters, with `joint` before it. */
  | { readonly is: "text"; readonly drop: number; readonly joint: "" | " "; readonly wrap?: Wrap }
  /** Not the text: something about it, or the text from its beginning. */
  | { readonly is: "talk" | "restart" };

const OPEN: Opening = { is: "open" };

/** Characters of an answer within which it is decided what it begins with, unless it repeats the text. */
const HOLD = 240;

/** A repeated beginning of the text that is no chance and no refrain, in characters. */
const RESTART = 120;

/** What an answer that has come so far begins with; `isWhole`: nothing more will come. */
export function openingOf(answer: string, asked: Asking, isWhole: boolean): Opening {
  if (asked.by !== "system" || asked.anchor === "") return begunOpening(answer, asked, isWhole);
  const direct = anchored(answer, asked, { from: 0, isWhole });
  if (direct) return direct;
  if (!isWhole && answer.length < HOLD) return OPEN;
  return announcedAnchor(answer, asked, isWhole) ?? unanchored(answer, asked, isWhole);
}

/** Of an answer that was begun for the model: what it says next is the text, unless it is surely something else. */
function begunOpening(answer: string, asked: Asking, isWhole: boolean): Opening {
  const { anchor } = asked, start = lead(answer);
  const repeats = anchor === "" ? undefined : surelyRepeated(answer, asked, { from: start, isWhole });
  if (repeats) return repeats;
  if (start > 0 && anchor !== "") return after(answer, asked, { drop: 0, isWhole });
  const talk = talkIn(answer.slice(start), isWhole);
  if (talk.is === "open") return OPEN;
  if (talk.is === "preamble") return afresh(answer, asked, { from: start + talk.length, isWhole });
  if (talk.is === "talk" && !mayOpenSpeech(asked.stem)) return { is: "talk" };
  return after(answer, asked, { drop: 0, isWhole });
}

/** Some hosts give back what the answer was begun with, some models more of the text. */
function surelyRepeated(answer: string, asked: Asking, { from, isWhole }: From): Opening | undefined {
  const { anchor, stem } = asked, end = isUnmistakable(anchor) ? anchorEnd(answer, { anchor, from }) : undefined;
  if (end === "open" && !isWhole) return OPEN;
  if (typeof end === "number") return after(answer, asked, { drop: end, isWhole });
  const overlap = from > 0 ? undefined : overlapOf(stem, answer, isWhole);
  if (overlap?.found === "open") return OPEN;
  if (overlap?.found !== "some" || !isUnmistakable(answer.slice(0, overlap.length))) return undefined;
  return after(answer, asked, { drop: overlap.length, isWhole });
}

/** Of an answer that does not begin with the words it was to begin with. */
function unanchored(answer: string, asked: Asking, isWhole: boolean): Opening {
  const start = lead(answer), talk = talkIn(answer.slice(start), isWhole);
  if (talk.is === "preamble") return afresh(answer, asked, { from: start + talk.length, isWhole });
  const isTalk = talk.is === "talk" && !mayOpenSpeech(asked.stem);
  if (isTalk || isHeadline(answer, asked)) return { is: "talk" };
  const { behind, wrap, isTag } = aroundOf(answer, start);
  const inner = behind > start ? repeated(answer, asked, { from: behind, isWhole }) : undefined;
  if (inner && inner.is !== "restart") return inner.is === "text" && wrap ? { ...inner, wrap } : inner;
  if (isTag) return afresh(answer, asked, { from: behind, isWhole });
  return repeated(answer, asked, { from: start, isWhole }) ?? plain(answer, asked, isWhole);
}

interface From {
  readonly from: number;
  readonly isWhole: boolean;
}

/** After an announcement: what follows begins anew, the white space before it means nothing. */
function afresh(answer: string, asked: Asking, { from, isWhole }: From): Opening {
  const direct = asked.anchor === "" ? undefined : anchored(answer, asked, { from, isWhole });
  if (direct) return direct;
  const repeats = repeated(answer, asked, { from, isWhole });
  if (repeats) return repeats;
  return { is: "text", drop: from, joint: asked.gap === "" ? jointOf(asked.stem, answer.slice(from)) : "" };
}

/** What stands before a text that is repeated word for word. */
const AROUND = /^\s*(?:(```[\w-]*)\s*\n\s*|(["“„«'‘])|(<text(?:-\d+)?>)\s*|(?:…|\.\.\.)\s*)?/u;

const CLOSES: Readonly<Record<string, string>> = { '"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’" };

interface Around {
  /** Where what is around has been passed. */
  readonly behind: number;
  readonly wrap: Wrap | undefined;
  /** The text was given so in the question. */
  readonly isTag: boolean;
}

function aroundOf(answer: string, from: number): Around {
  const [all, fence, quote, tag] = AROUND.exec(answer.slice(from))!;
  const wrap: Wrap | undefined = fence
    ? { by: "fence" }
    : quote
    ? { by: "quotes", open: quote, close: CLOSES[quote]! }
    : undefined;
  return { behind: from + all.length, wrap, isTag: tag !== undefined };
}

/** Where the answer has the anchor at `from`, or behind what is put around a text; undefined: it has not. */
function anchored(answer: string, asked: Asking, { from, isWhole }: From): Opening | undefined {
  const { anchor } = asked, here = from + lead(answer.slice(from));
  const end = anchorEnd(answer, { anchor, from: here });
  if (typeof end === "number") return after(answer, asked, { drop: end, isWhole });
  const { behind, wrap } = aroundOf(answer, from), inner = anchorEnd(answer, { anchor, from: behind });
  if (typeof inner === "number") return after(answer, asked, { drop: inner, isWhole, ...(wrap ? { wrap } : {}) });
  return !isWhole && (end === "open" || inner === "open") ? OPEN : undefined;
}

/** An anchor behind a line that announces it, in whatever language. */
function announcedAnchor(answer: string, asked: Asking, isWhole: boolean): Opening | undefined {
  if (!isUnmistakable(asked.anchor)) return undefined;
  for (const { index, 0: sign } of answer.slice(0, HOLD).matchAll(/[::.!。!*_-][ \t]*\n+/gu)) {
    const from = index + sign.length, found = anchored(answer, asked, { from, isWhole });
    if (found && isAnnouncement(answer.slice(0, from))) return found;
  }
  return undefined;
}

function isAnnouncement(before: string): boolean {
  return /[::][*_]*\s*$|^\s*[-*_]{3,}\s*$/u.test(before) || talkIn(before.trimStart(), true).is !== "text";
}

/** The end of the text said again, in other measure than was asked for, or the text from its beginning. */
function repeated(answer: string, asked: Asking, { from, isWhole }: From): Opening | undefined {
  const { stem } = asked, said = answer.slice(from), overlap = overlapOf(stem, said, isWhole);
  if (overlap.found === "open") return OPEN;
  if (overlap.found === "some") return after(answer, asked, { drop: from + overlap.length, isWhole });
  const again = restart(stem, said);
  if (again === "open" && !isWhole) return OPEN;
  if (again) return { is: "restart" };
  return undefined;
}

/** Whether an answer begins the text anew; `open` while it is nothing but that. */
function restart(stem: string, said: string): "open" | "yes" | undefined {
  const begun = folded(said).text, text = folded(stem.slice(0, said.length + HOLD)).text;
  let same = 0;
  while (same < begun.length && begun[same] === text[same]) same++;
  if (same < RESTART) return undefined;
  return same === begun.length ? "open" : "yes";
}

/** Text from the first character on, or in a fence that could not begin there. */
function plain(answer: string, asked: Asking, isWhole: boolean): Opening {
  const { stem, gap } = asked,
    start = lead(answer),
    fence = /^\s*```(?:te?xt|plaintext|markdown|md)?[ \t]*\n\s*/.exec(answer);
  if (fence && !gap.includes("\n")) {
    const inside = afresh(answer, asked, { from: fence[0].length, isWhole });
    return inside.is === "text" ? { ...inside, wrap: { by: "fence" } } : inside;
  }
  if (start > 0 || gap !== "") return after(answer, asked, { drop: 0, isWhole });
  return { is: "text", drop: 0, joint: jointOf(stem, answer) };
}

interface After {
  readonly drop: number;
  readonly isWhole: boolean;
  readonly wrap?: Wrap;
}

/** Text that follows the end of the stem: the white space that stands in the text already goes. */
function after(answer: string, { gap }: Asking, { drop, isWhole, wrap }: After): Opening {
  const rest = answer.slice(drop), isSpace = /^\s*$/u.test(rest);
  if (isSpace && !isWhole && gap !== "" && rest.length < HOLD) return OPEN;
  return { is: "text", drop: drop + gapIn(rest, gap), joint: "", ...(wrap ? { wrap } : {}) };
}

function lead(answer: string): number {
  return /^\s*/u.exec(answer)![0].length;
}

/** Whether the text breaks off where somebody may say anything. */
function mayOpenSpeech(stem: string): boolean {
  return /[“‘„«([:>—–-]$/u.test(stem) || (stem.endsWith('"') && isOpen(stem));
}

/** A line that ends with a colon and begins like a sentence, where the text is in the middle of one. */
function isHeadline(answer: string, { stem }: Asking): boolean {
  return /[\p{Ll}\p{Lo},;]$/u.test(stem) && /^\s*[*_#]*\p{Lu}[^\n]{0,160}[::][*_]*[ \t]*\n/u.test(answer);
}
