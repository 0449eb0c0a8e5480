import type { Transport } from "./mcp_sdk.ts";

/** UTF-16 code units that one message may have, or bytes of one answer over HTTP. */
export const MOST_IN_MESSAGE: number = 8 * 2 ** 20;

/** A way to a server: messages go there and back, and it can be told how it ended. */
export interface McpLink {
  /** What the SDK speaks over. */
  readonly transport: Transport;
  /** How a server that is a program has ended, in the words that follow its name; undefined while it runs. */
  ended(): string | undefined;
  /** What it said outside of the protocol, for messages; empty: nothing. */
  aside(): string;
  /** Ends it, and everything it started. */
  close(): Promise<void>;
}
