/** One request that a server was asked. */
export interface Asked {
  /** `GET /v1/models`, with the query. */
  readonly what: string;
  /** Headers, names in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** The body, where there was one. */
  readonly body: string;
}

/** A server on this machine. */
export interface Served extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Its host and port. */
  readonly host: string;
  /** What it was asked, in order. */
  readonly asked: readonly Asked[];
}

/** What a server answers: JSON, a response of one's own, or nothing for ever. */
export type Answers = { readonly [what: string]: unknown };

/** Never answered. */
export const SILENCE: unique symbol = Symbol("silence");

/** Starts a server that answers what is in the table, and 404 to all else; it ends with its block. */
export function serving(answers: Answers, needs: { readonly [header: string]: string } = {}): Served {
  const asked: Asked[] = [], closing = Promise.withResolvers<void>();

  async function handle(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url), what = `${request.method} ${pathname}${search}`;
    asked.push({ what, headers: Object.fromEntries(request.headers), body: await request.text() });
    const refused = Object.entries(needs).some(([name, value]) => request.headers.get(name) !== value);
    if (refused) return Response.json({ error: { message: "that key is not known here" } }, { status: 401 });
    const answer = answers[what];
    if (answer === SILENCE) await closing.promise;
    if (answer instanceof Response) return answer.clone();
    return answer === undefined || answer === SILENCE
      ? Response.json({ error: { message: "no such thing" } }, { status: 404 })
      : Response.json(answer);
  }

  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handle);
  const host = `127.0.0.1:${server.addr.port}`;
  return {
    url: `http://${host}`,
    host,
    asked,
    async [Symbol.asyncDispose]() {
      closing.resolve();
      await server.shutdown();
    },
  };
}

/** An address where nobody listens. */
export function nobody(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return `http://127.0.0.1:${port}`;
}
