import type { Finish } from "../model.ts";
import type { TextEvent } from "./held_text.ts";

/** One thing that is done to an answer while it passes. */
export interface Stage {
  /** Takes what has arrived and gives what may go on. */
  push(event: TextEvent): readonly TextEvent[];
  /** Gives the rest: nothing more will arrive. */
  end(): readonly TextEvent[];
  /** Why the text ends here, where this stage has ended it: what arrives later is not of the text. */
  readonly ended: Finish | undefined;
}

/** Stages one behind the other. */
export function stages(first: Stage, ...rest: readonly Stage[]): Stage {
  return rest.reduce(
    (before, stage): Stage => ({
      push: (event) => before.push(event).flatMap(stage.push),
      end: () => [...before.end().flatMap(stage.push), ...stage.end()],
      get ended() {
        return stage.ended ?? before.ended;
      },
    }),
    first,
  );
}
