import type { ModelEvent, TokenLogprob } from "../model.ts";

/** Text as it arrives. */
export type TextEvent = Extract<ModelEvent, { type: "text" }>;

/** Text that is held back until it is known what becomes of it, with the tokens it is made of. */
export interface HeldText {
  /** What is held. */
  readonly text: string;
  /** Adds what has arrived. */
  push(event: TextEvent): void;
  /** Lets the first `length` characters go on, with the log-probabilities of the tokens that end in them. */
  take(length: number): readonly TextEvent[];
  /** Forgets the first `length` characters and every token that has a part in them. */
  drop(length: number): void;
}

/** Where tokens stand, from the beginning of what is held; a token may have begun before it. */
interface Mark {
  readonly from: number;
  readonly to: number;
  readonly logprobs: readonly TokenLogprob[];
}

/** Nothing held yet. */
export function heldText(): HeldText {
  let text = "", marks: Mark[] = [], marked = 0;

  function push({ text: more, logprobs = [] }: TextEvent): void {
    const start = text.length, spelled = logprobs.map(({ token }) => token).join("");
    text += more;
    // Tokens that do not spell the text, such as parts of a character, stand together for all of it.
    if (marked <= start && !spelled.startsWith(more) && logprobs.length > 0) {
      marks.push({ from: start, to: text.length, logprobs });
      marked = text.length;
      return;
    }
    marked = Math.max(marked, start);
    for (const logprob of logprobs) {
      marks.push({ from: marked, to: marked + logprob.token.length, logprobs: [logprob] });
      marked += logprob.token.length;
    }
    marked = Math.max(marked, text.length);
  }

  function cut(length: number): void {
    text = text.slice(length);
    marks = marks.map(({ from, to, logprobs }) => ({ from: from - length, to: to - length, logprobs }));
    marked -= length;
  }

  return {
    get text() {
      return text;
    },
    push,
    take(length) {
      const taken = text.slice(0, length);
      const logprobs = marks.filter(({ to }) => to <= length).flatMap(({ logprobs }) => logprobs);
      marks = marks.filter(({ to }) => to > length);
      cut(taken.length);
      if (taken === "" && logprobs.length === 0) return [];
      return [logprobs.length === 0 ? { type: "text", text: taken } : { type: "text", text: taken, logprobs }];
    },
    drop(length) {
      marks = marks.filter(({ from }) => from >= length);
      cut(Math.min(length, text.length));
    },
  };
}
