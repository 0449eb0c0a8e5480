/** A server that speaks bytes: a rule-abiding one could not send what tests need. */
export interface HostileServer extends AsyncDisposable {
  /** Where it listens. */
  readonly port: number;
  /** The requests it saw, whole. */
  readonly requests: readonly string[];
  /** How many connections were made, whether or not anything was asked. */
  readonly connections: number;
  /** Resolves when a connection that was being answered is gone. */
  readonly gone: Promise<void>;
}

/** Sends bytes; rejects once nobody listens any more. */
export type Send = (bytes: string | Uint8Array) => Promise<void>;

/** Listens on one loopback address and answers each request by hand; `answer` may never end. */
export function hostileServer(
  answer: (send: Send, request: string) => Promise<void>,
  at: { readonly hostname?: string; readonly port?: number } = {},
): HostileServer {
  const listener = Deno.listen({ hostname: at.hostname ?? "127.0.0.1", port: at.port ?? 0 });
  const open = new Set<Deno.Conn>(), requests: string[] = [], gone = Promise.withResolvers<void>();
  let connections = 0;

  async function serve(connection: Deno.Conn): Promise<void> {
    open.add(connection);
    connections++;
    try {
      const request = await readRequest(connection);
      if (request === "") return;
      requests.push(request);
      await answer((bytes) => sendAll(connection, bytes), request);
    } catch (error) {
      if (!isGone(error)) throw error;
    } finally {
      open.delete(connection);
      close(connection);
      gone.resolve();
    }
  }

  const serving = (async () => {
    const all: Promise<void>[] = [];
    for await (const connection of listener) all.push(serve(connection));
    await Promise.all(all);
  })();
  return {
    port: listener.addr.port,
    requests,
    gone: gone.promise,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) close(connection);
      await serving;
    },
  };
}

const TLS_GREETING = 0x16;

async function readRequest(connection: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(16 * 1024);
  let text = "";
  while (!text.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null || buffer[0] === TLS_GREETING) return "";
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return text;
}

async function sendAll(connection: Deno.Conn, bytes: string | Uint8Array): Promise<void> {
  let rest = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return [Deno.errors.ConnectionReset, Deno.errors.BrokenPipe, Deno.errors.BadResource, Deno.errors.Interrupted]
    .some((kind) => error instanceof kind);
}
