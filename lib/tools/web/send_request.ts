import type { IncomingMessage, RequestOptions } from "node:http";
import { Agent as HttpAgent, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";

/** A request, and where it may go. */
export interface SentRequest {
  /** Method in upper case. */
  readonly method: string;
  /** The name the server is asked for and has to prove. */
  readonly host: string;
  /** The addresses a connection may go to. */
  readonly addresses: readonly string[];
  /** What is sent besides `Host`, `Connection` and `Content-Length`. */
  readonly headers: { readonly [name: string]: string };
  /** The body. */
  readonly body?: Uint8Array | undefined;
  /** Ends the connection. */
  readonly signal: AbortSignal;
  /** PEM certificates to trust instead of the usual ones. */
  readonly roots?: readonly string[] | undefined;
}

/** The environment may name a proxy, which would look up the name again and connect to whatever it finds. */
const DIRECT = { keepAlive: false, proxyEnv: {} };
const MAX_HEADERS = 64 * 2 ** 10;

/**
 * Sends one request over a connection of its own to one of the addresses, once: it is never sent again by itself. The
 * lookup answers with nothing else, so that what was checked is what is reached; name and certificate stay those of the
 * host. Redirects are answers like others.
 */
export function sendRequest(url: URL, asked: SentRequest): Promise<IncomingMessage> {
  const secure = url.protocol === "https:", { body } = asked;
  const options: RequestOptions & { readonly ca?: string[] } = {
    method: asked.method,
    host: asked.host,
    port: url.port === "" ? undefined : Number(url.port),
    path: url.pathname + url.search,
    agent: secure ? new HttpsAgent(DIRECT) : new HttpAgent(DIRECT),
    headers: { ...asked.headers, ...(body ? { "content-length": String(body.length) } : {}) },
    maxHeaderSize: MAX_HEADERS,
    lookup: pinned(asked.addresses),
    ...(asked.roots ? { ca: [...asked.roots] } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = secure ? requestHttps(options) : requestHttp(options);
    const stop = (): void => void request.destroy(new Error("the connection was given up"));
    asked.signal.addEventListener("abort", stop, { once: true });
    request.once("close", () => asked.signal.removeEventListener("abort", stop));
    // A server may break the rules after its answer is complete, so errors are listened to until the end.
    request.on("error", reject);
    request.once("upgrade", (_answer, socket) => {
      socket.destroy();
      reject(new Error("the server changed to another protocol"));
    });
    request.once("response", (answer) => {
      // Answers that nobody reads can fail too; whoever reads one is told by the reading.
      answer.on("error", () => {});
      resolve(answer);
    });
    request.end(body);
    if (asked.signal.aborted) stop();
  });
}

function pinned(addresses: readonly string[]): NonNullable<RequestOptions["lookup"]> {
  const all = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return (_host, options, callback) => {
    if (options.all === true) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
}

/** Why a connection failed, in words that name no address. */
export function networkReason(error: unknown): string {
  const { code = "", message = "" } = error instanceof Error ? error as Error & { readonly code?: unknown } : {};
  if (code === "ECONNREFUSED") return "nothing answers there";
  if (code === "ECONNRESET") return "the connection ended before the answer did";
  return String(message).replace(/[^ -~]/g, "").replaceAll("`", "").slice(0, 200) || "the connection failed";
}
