import { fit } from "../fit.ts";
import type { Finish } from "../model.ts";
import { heldText, type TextEvent } from "./held_text.ts";
import type { Stage } from "./stage.ts";

/** Ends the text at so many tokens: a model may have been given more, for what is not of the text. */
export function cutting(most: number, count: (text: string) => number): Stage {
  let text = "", tokens = 0, ended: Finish | undefined;

  /** Counts the whole only where the sum of the parts, which is never less by much, comes near to the end. */
  function fits(more: string): boolean {
    text += more, tokens += count(more);
    if (tokens > most) tokens = count(text);
    return tokens <= most;
  }

  function push(event: TextEvent): readonly TextEvent[] {
    const before = text.length;
    if (ended) return [];
    if (fits(event.text)) return [event];
    ended = "length";
    const held = heldText(), kept = fit(text, { head: most, tail: 0 }, { count });
    held.push(event);
    return held.take(Math.max(0, kept.length - before));
  }

  return {
    push,
    end: () => [],
    get ended() {
      return ended;
    },
  };
}
