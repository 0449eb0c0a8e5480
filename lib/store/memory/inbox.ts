/** What people send to runs, in memory. */
import { toJson } from "../../base/json.ts";
import type { InboxPart } from "../inbox.ts";
import type { MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** The part of a store that is about what people send to runs, over one state. */
export function memoryInbox(state: MemoryState): InboxPart {
  return {
    send: (id, { kind, value }) =>
      settled(() => {
        state.run(id).inbox.push({ id: ++state.messages, kind, value: toJson(value), at: Date.now() });
      }),
    inbox: (id) => settled(() => [...state.run(id).inbox]),
  };
}
