import type { Json } from "../base/json.ts";

/** What people and other processes send a run. */
export interface Message {
  /** Rises from message to message. */
  readonly id: number;
  /** What it asks for. */
  readonly kind: "cancel" | "pause" | "answer" | "budget" | "settle" | "guide" | "tune" | "signal";
  /** What it says. */
  readonly value: Json;
  /** Milliseconds since 1970. */
  readonly at: number;
}
