import type { Emulation } from "../../plan/mod.ts";
import type { Message } from "../model.ts";
import { anchorOf } from "./anchor.ts";

/** A text to be continued, put as a conversation. */
export interface Asking {
  /** How it is put. */
  readonly by: Emulation;
  /** What the model is shown. */
  readonly messages: readonly Message[];
  /** The text without the white space at its end, which most hosts cut off or refuse in an answer that is begun. */
  readonly stem: string;
  /** That white space. */
  readonly gap: string;
  /** The last words of the stem: the answer has been begun with them, or is to begin with them. Empty: the text is. */
  readonly anchor: string;
  /** What closes the text in the question; it does not occur in the text, so an answer that has it there ends. */
  readonly close: string;
}

const AUTHOR =
  "You continue texts. You are shown a text that breaks off, and you write what comes next as if you were its author: " +
  "in its language, its voice, its tense and its form, whatever they are, with its liberties and its flaws. You never " +
  "speak about the text: no greeting, no remark, no heading, no summary. You put no quotation marks and no code fence " +
  "around what you write, and you bring it to an end only if it ends there.";

const MACHINE =
  "You are the command line of a computer. You answer every command with what it prints, byte for byte, and with " +
  "nothing else.";

/** The conversation in which a chat model continues a text. All of the text is in it. */
export function asking(text: string, by: Emulation): Asking {
  const stem = text.trimEnd(), gap = text.slice(stem.length), anchor = stem === "" ? "" : anchorOf(stem);
  const tag = freeTag(text), put = { by, stem, gap, anchor, close: `</${tag}>` };
  return { ...put, messages: messagesOf(put, `<${tag}>\n${text}\n</${tag}>`) };
}

function messagesOf({ by, stem, gap, anchor }: Omit<Asking, "messages">, shown: string): readonly Message[] {
  if (by === "cli") return conversation(MACHINE, "cat draft.txt", stem);
  if (stem === "") return conversation(AUTHOR, "There is no text yet. Write how it begins.");
  const place = placeAfter(gap);
  if (by === "prefill") return conversation(AUTHOR, `${shown}\n\nGo on where the text breaks off${place}.`, anchor);
  return conversation(
    AUTHOR,
    `${shown}\n\nThe text breaks off after these words:\n\n${anchor}\n\nBegin with exactly these words and go on from ` +
      `there${place}. If the last of them is not whole, finish it.`,
  );
}

function conversation(system: string, user: string, begun = ""): readonly Message[] {
  return [
    { role: "system", text: system },
    { role: "user", text: user },
    ...(begun === "" ? [] : [{ role: "assistant", text: begun } as const]),
  ];
}

/** A tag that the text does not have. */
function freeTag(text: string): string {
  let tag = "text";
  for (let i = 2; text.includes(`</${tag}>`); i++) tag = `text-${i}`;
  return tag;
}

function placeAfter(gap: string): string {
  const lines = gap.split("\n").length - 1;
  return lines === 0 ? "" : lines === 1 ? ", on a new line" : ", with a new paragraph";
}
