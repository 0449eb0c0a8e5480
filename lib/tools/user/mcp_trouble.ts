import type { NoResult } from "./tool_output.ts";

/** A server that cannot be used, in words that name it and say what to do. */
export class McpTrouble extends Error {
  /** Tells it from other errors. */
  override readonly name = "McpTrouble";
  /** What the call of a tool comes to by it. */
  readonly code: NoResult["code"];

  /** Takes the code of a result and the message. */
  constructor(code: NoResult["code"], message: string) {
    super(message);
    this.code = code;
  }
}
