import type { ModelEvent } from "../model.ts";
import { thinkSplitter } from "../remote/think_splitter.ts";
import { heldText, type TextEvent } from "./held_text.ts";

/** Text and thoughts, told apart. */
export type Told = TextEvent | Extract<ModelEvent, { type: "reasoning" }>;

/** Tells thoughts from text where a model puts them into its answer. */
export interface Thoughts {
  /** Takes what has arrived. */
  push(event: TextEvent): readonly Told[];
  /** Gives what was held back. */
  end(): readonly Told[];
  /** Thoughts have ended that never began: what was told as text before was none. */
  readonly astray: boolean;
}

const CLOSING = "</think>";

/** The splitter of thoughts, for text whose tokens are known: those of thoughts and of their marks are forgotten. */
export function thoughts(): Thoughts {
  const splitter = thinkSplitter(), held = heldText();
  let last = "", astray = false;

  function told({ type, text }: { readonly type: Told["type"]; readonly text: string }): readonly Told[] {
    if (type === "reasoning") return [{ type, text }];
    last = (last + text).slice(-text.length - CLOSING.length);
    if (last.includes(CLOSING)) astray = true;
    // The splitter holds nothing back behind the beginning of the text: what is before it was no text.
    held.drop(held.text.length - text.length);
    return held.take(text.length);
  }

  return {
    push(event) {
      held.push(event);
      return splitter.push(event.text).flatMap(told);
    },
    end: () => splitter.flush().flatMap(told),
    get astray() {
      return astray;
    },
  };
}
