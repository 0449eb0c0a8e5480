/** A request as a server saw it. */
export interface Seen {
  /** Method and path with query. */
  readonly line: string;
  /** Headers. */
  readonly headers: Headers;
  /** The body as text. */
  readonly body: string;
}

/** A server that keeps the rules. */
export interface Server extends AsyncDisposable {
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  /** What it was asked, in order. */
  readonly seen: readonly Seen[];
}

/** Serves on loopback. */
export function serve(answer: (seen: Seen, request: Request) => Response | Promise<Response>): Server {
  const seen: Seen[] = [], end = new AbortController();
  const options = { hostname: "127.0.0.1", port: 0, signal: end.signal, onListen: () => {} };
  const server = Deno.serve(options, async (request) => {
    const url = new URL(request.url), body = await request.clone().text();
    const one = { line: `${request.method} ${url.pathname}${url.search}`, headers: request.headers, body };
    seen.push(one);
    return await answer(one, request);
  });
  return {
    port: server.addr.port,
    seen,
    async [Symbol.asyncDispose]() {
      end.abort();
      await server.finished;
    },
  };
}
