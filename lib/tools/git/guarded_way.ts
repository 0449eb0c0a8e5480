/**
 * The only way that Git has to the web: it is told to go through here for every connection, so that wherever redirects, a
 * server's list of other stores, or a name that leads elsewhere by then would take it, the address is checked when it is
 * reached. Git names a host and a port (SOCKS 5, RFC 1928), and what passes after that is not looked at.
 *
 * @module
 */
import { connect, createServer, type Socket } from "node:net";
import { findRoute, type Reach } from "../web/find_route.ts";

/** A way that is open. */
export interface GuardedWay extends AsyncDisposable {
  /** What `http.proxy` is set to. */
  readonly proxy: string;
  /** Why something was not reached, each reason once. */
  readonly refused: ReadonlySet<string>;
}

/** Milliseconds that an address is given to answer. */
const PATIENCE = 15_000;

/**
 * Opens a way for one call. It leads where pages may be fetched from, and no further; `patience` is how many milliseconds
 * each address is given to answer.
 */
export async function openGuardedWay(
  reach: Reach,
  { patience = PATIENCE }: { readonly patience?: number } = {},
): Promise<GuardedWay> {
  const refused = new Set<string>(), sockets = new Set<Socket>(), closing = new AbortController();
  const guarding: Guarding = { reach, patience, refused, sockets, closed: closing.signal };
  const server = createServer((client) => {
    held(client, sockets);
    client.on("data", guard(client, guarding));
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const at = server.address();
  return {
    proxy: `socks5h://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}`,
    refused,
    async [Symbol.asyncDispose]() {
      closing.abort();
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

interface Guarding {
  readonly reach: Reach;
  readonly refused: Set<string>;
  readonly sockets: Set<Socket>;
  readonly patience: number;
  /** Aborted when the way is closed: no connection is opened from then on. */
  readonly closed: AbortSignal;
}

/** Bytes of a greeting and a request: neither has more. */
const MOST_SAID = 600;
const WELCOME = new Uint8Array([5, 0]), OPEN = 0, NOT_ALLOWED = 2, NOT_REACHED = 4;

/** Takes what a client says until it knows where that wants to go. */
function guard(client: Socket, guarding: Guarding): (chunk: Uint8Array) => void {
  let said = new Uint8Array(), welcomed = false;
  const listen = (chunk: Uint8Array): void => {
    said = Uint8Array.from([...said, ...chunk]);
    if (said.length > MOST_SAID || said[0] !== undefined && said[0] !== 5) return void client.destroy();
    if (!welcomed) {
      const end = 2 + (said[1] ?? MOST_SAID);
      if (said.length < end) return;
      welcomed = true, said = said.slice(end);
      client.write(WELCOME);
    }
    const asked = placeIn(said);
    if (asked === "more") return;
    client.off("data", listen);
    client.pause();
    if (asked === undefined) client.destroy();
    else void lead(client, asked, guarding);
  };
  return listen;
}

/** Where a request wants to go; undefined for one that is none. */
function placeIn(said: Uint8Array): string | "more" | undefined {
  const [version, command, , kind, first] = said;
  if (said.length < 5) return "more";
  const size = kind === 1 ? 4 : kind === 4 ? 16 : kind === 3 ? first! + 1 : -1, end = 4 + size;
  if (version !== 5 || command !== 1 || size < 0) return undefined;
  if (said.length < end + 2) return "more";
  const bytes = said.subarray(4, end), port = said[end]! * 256 + said[end + 1]!;
  const host = kind === 1
    ? bytes.join(".")
    : kind === 3
    ? new TextDecoder("latin1").decode(bytes.subarray(1))
    : `[${Array.from({ length: 8 }, (_, at) => (bytes[at * 2]! * 256 + bytes[at * 2 + 1]!).toString(16)).join(":")}]`;
  return `${host}:${port}`;
}

async function lead(client: Socket, place: string, guarding: Guarding): Promise<void> {
  const { reach, refused } = guarding, url = URL.parse(`http://${place}/`), route = url && await findRoute(url, reach);
  if (!route?.ok) {
    refused.add(route ? route.why : `\`${place.replace(/[^ -~]|`/g, "")}\` is no place that can be reached`);
    return answer(client, NOT_ALLOWED);
  }
  const to = { addresses: route.addresses, port: url!.port === "" ? 80 : Number(url!.port) };
  const server = await reached(to, client, guarding);
  if (server === undefined) return answer(client, NOT_REACHED);
  answer(client, OPEN);
  client.once("close", () => server.destroy());
  server.once("close", () => client.destroySoon());
  if (client.destroyed) return void server.destroy();
  server.pipe(client);
  client.pipe(server);
}

interface Addresses {
  readonly addresses: readonly string[];
  readonly port: number;
}

/** A connection to the first of the addresses where somebody answers, as long as somebody waits for it. */
async function reached(
  { addresses, port }: Addresses,
  client: Socket,
  { patience, sockets, closed }: Guarding,
): Promise<Socket | undefined> {
  for (const host of addresses) {
    if (closed.aborted || client.destroyed) return undefined;
    const socket = connect({ host, port });
    held(socket, sockets);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    socket.once("connect", () => resolve(true)).once("close", () => resolve(false));
    const late = setTimeout(() => socket.destroy(), patience);
    const open = await promise.finally(() => clearTimeout(late));
    if (open) return socket;
  }
  return undefined;
}

/** Keeps a connection to be ended; one that breaks ends by itself. */
function held(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on("error", () => {});
  socket.once("close", () => sockets.delete(socket));
}

function answer(client: Socket, code: number): void {
  const bytes = new Uint8Array([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
  if (code === OPEN) client.write(bytes);
  else client.end(bytes);
}
