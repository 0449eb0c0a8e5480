import type { Finish } from "../model.ts";
import { stopGate } from "../stops.ts";
import { heldText } from "./held_text.ts";
import type { Stage } from "./stage.ts";

/** Ends the text before the first of these. */
export function stopping(stops: readonly string[]): Stage {
  const gate = stopGate(stops), held = heldText();
  let ended: Finish | undefined;
  return {
    push(event) {
      if (ended) return [];
      held.push(event);
      const { text, stopped } = gate.push(event.text);
      if (stopped) ended = "stop";
      return held.take(text.length);
    },
    end: () => ended ? [] : held.take(held.text.length),
    get ended() {
      return ended;
    },
  };
}
