import type { RunEvent } from "../../app/vocabulary.ts";
import type { FrameOptions } from "./live_frame.ts";
import type { Beginning } from "./progress.ts";

/** A run that is driven here, as it is shown: its rounds, or its tasks. */
export interface Following {
  /** What was known when its driving began. */
  readonly beginning: Beginning;
  /** Milliseconds after which it is drawn anew although nothing has happened. */
  readonly tick: number;
  /** Takes in what has happened. */
  take(event: RunEvent, at: number): void;
  /** Takes the text that ends at a node. */
  learn(node: string, text: string): void;
  /** A person wants it to stop: it comes to rest. */
  stop(): void;
  /** It rests: what is left to tell is told. */
  finish(at: number): void;
  /** The lines that show it now. */
  frame(options: FrameOptions): readonly string[];
}
