/**
 * What chat models say where only a text should stand. Nothing is taken for talk that could as well be the text, where
 * that matters: a preamble is removed when it is one for certain, and an answer that seems to be talk is refused.
 *
 * @module
 */
import { folded } from "./folded.ts";

/** What an answer begins with. */
export type Talk =
  /** More of it is needed. */
  | { readonly is: "open" }
  /** A line that announces the text; `length` takes the white space after it along. */
  | { readonly is: "preamble"; readonly length: number }
  /** Something about the text, or a refusal. */
  | { readonly is: "talk" }
  | { readonly is: "text" };

/** Characters within which talk shows itself, and those that its first words need. */
const LONGEST = 240, FIRST = 24;

const YES = "(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|alright|all right|got it|understood|gladly)";
const NEXT = "(?:continuation|continued|continuing|completion|rest of|next (?:part|section|passage|paragraph|lines?))";
const WORK = "(?:text|story|passage|poem|essay|article|chapter|scene|where (?:it|you|we|the))";

/** How talk begins. */
const OPENERS = new RegExp(
  `^(?:${YES}|great|yes|no problem|here|below|the following|this is|i'll|i will|i can|i'd|i would|i'm|i am|i won't|let me|` +
    "let's|continu|to continue|picking up|as an|sorry|unfortunately|apolog|please|could you|can you|it looks|it seems|" +
    "it appears|bien sûr|voici|voilà|gerne|natürlich|hier|claro|por supuesto|aqu[ií]|certo|ecco|好的|当然|當然|以下|下面|" +
    "はい|では|次)",
  "i",
);

const PREAMBLES: readonly RegExp[] = [
  new RegExp(
    `^(?:${YES}[,.! -]+)?(?:here(?:'s| is| are| comes| follows)|below is|the following is|this is)\\b.{0,80}\\b${NEXT}\\b.{0,80}:$`,
    "i",
  ),
  new RegExp(
    `^(?:${YES}[,.! -]+)?(?:i'll|i will|let me|let's|continuing|to continue|picking up)\\b.{0,40}\\b${WORK}\\b.{0,80}:$`,
    "i",
  ),
  /^(?:the |text )?continu(?:ation|ed)(?: text| of (?:the|your) \w+)?:$/i,
  /^(?:bien sûr[,.! ]+)?(?:voici|voilà) .{0,40}(?:suite|continuation)(?![\p{L}]).{0,60}:$/iu,
  /^(?:(?:gerne|natürlich)[,.! ]+)?hier (?:ist|kommt|folgt) .{0,60}(?:fortsetzung|weitere text).{0,60}:$/iu,
  /^(?:(?:claro|por supuesto)[,.! ]+)?aqu[ií] (?:está|tienes|va|te) .{0,60}continua(?:ción|ção).{0,60}:$/iu,
  /^(?:certo[,.! ]+)?ecco .{0,60}(?:continuazione|seguito).{0,60}:$/iu,
  /^(?:好的|当然|當然)?[,,。!! ]*(?:以下|下面|这|這).{0,20}(?:续写|續寫|接续|后续|後續|延续).{0,20}[::]$/u,
  /^(?:はい|では)?[、,。 ]*(?:以下|次).{0,20}続き.{0,20}[::。]$/u,
];

const ABLE = "(?:can't|cannot|can not|won't|(?:am |are |'m )?(?:unable|not able))";
const TASK = "(?:assist|help|continue|comply|provide|generate|create|write|fulfill?)";

const TALKS: readonly RegExp[] = [
  new RegExp(
    `^(?:i'm sorry|i am sorry|sorry|i apologi[sz]e|apologies|unfortunately)\\b.{0,80}${ABLE}.{0,80}\\b${TASK}\\b`,
    "i",
  ),
  new RegExp(`^i ?${ABLE}(?: to)? ${TASK}\\b`, "i"),
  /^(?:as|i'm|i am) an ai\b|\bas an ai (?:language )?(?:model|assistant)\b/i,
  /^i(?:'d| would) be (?:happy|glad|delighted) to (?:help|continue|assist|write)\b/i,
  /^(?:please|(?:could|can) you)(?: please)? (?:provide|share|paste|clarify)\b.{0,60}\b(?:text|story|context|passage|more)\b/i,
  /^it (?:looks|seems|appears)(?: like| that)? (?:you|your|the) ?(?:text|message|passage|story)?\b.{0,60}\b(?:cut off|incomplete|breaks? off|provided|shared|pasted)\b/i,
  new RegExp(`^${YES}[,.!]+ ?(?:here(?:'s| is| are)|i'll|i will|i can|let me|let's|below is)\\b`, "i"),
];

/** A heading of an answer: nothing else would stand alone on its line between such marks. */
const HEADING = /^(?:#+ *|[*_]{2} *)(?:the )?continu(?:ation|ed)(?: text)?:?(?: *[*_]{2})?:?$/i;

/** Looks at the beginning of an answer, which begins without white space. */
export function talkIn(answer: string, isWhole: boolean): Talk {
  const seen = answer.slice(0, LONGEST), at = seen.indexOf("\n"), line = bare(at < 0 ? seen : seen.slice(0, at));
  const label = /^[*_#>\s]*(?:continuation|continued text)[*_]*:[*_]*\s+(?=\S)/i.exec(answer);
  if (label) return { is: "preamble", length: label[0].length };
  const isOpen = at < 0 && !isWhole && seen.length < LONGEST;
  if (isOpen && (line.length < FIRST || OPENERS.test(line))) return { is: "open" };
  if (!OPENERS.test(line)) return { is: "text" };
  const announces = HEADING.test(seen.slice(0, Math.max(0, at))) || PREAMBLES.some((pattern) => pattern.test(line));
  if (at >= 0 && announces) return announced(answer, { at, isWhole });
  return { is: PREAMBLES.concat(TALKS).some((pattern) => pattern.test(line)) ? "talk" : "text" };
}

/** An announcement that nothing follows is no answer. */
function announced(answer: string, { at, isWhole }: { readonly at: number; readonly isWhole: boolean }): Talk {
  const space = /^\s*/u.exec(answer.slice(at))![0], length = at + space.length;
  if (length < answer.length) return { is: "preamble", length };
  return { is: isWhole ? "talk" : "open" };
}

/** A line without what makes it bold, a heading or a quotation. */
function bare(line: string): string {
  return folded(line).text.replace(/^[*_#> ]+|[*_ ]+$/g, "");
}

/** First words of a remark at the end, and such remarks. */
const REMARK_OPENERS = [
  "would you like",
  "do you want",
  "shall i",
  "should i",
  "let me know",
  "i hope this",
  "feel free",
];
const REMARK =
  /^(?:(?:would you like|do you want) me to|shall i|should i) (?:continue|go on|keep|write|expand|add)\b|^let me know (?:if|whether|what|how)\b.{0,80}\b(?:like|want|need|changes?|continue|more)\b|^i hope this (?:helps|continuation|meets|captures|works)\b|^feel free to (?:ask|let me|tell me)\b/i;

/** Whether the last paragraph of an answer is a remark to whoever asked; `open` while it may become one. */
export function remarkIn(paragraph: string): "yes" | "no" | "open" {
  const line = folded(paragraph).text.replace(/^[-*_([ ]+/, "");
  if (REMARK.test(line)) return "yes";
  const begun = line.toLowerCase();
  return REMARK_OPENERS.some((opener) => begun.startsWith(opener) ? line.length < 120 : opener.startsWith(begun))
    ? "open"
    : "no";
}
