import { lookup } from "node:dns/promises";
import { addressRefusal, nameRefusal } from "./address_guard.ts";
import { parseAddress } from "./parse_address.ts";
import { shownUrl } from "./shown_url.ts";

/** Who may be reached. */
export interface Reach {
  /** Hosts that may be private, each as `host` or `host:port`: those that a user granted. Default: none. */
  readonly net?: readonly string[];
  /** The addresses of a host name. Default: what the system knows. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** What an address is that may not be reached. Default: {@link addressRefusal}. */
  readonly refusal?: (address: string) => string | undefined;
}

/** Where a page is asked for: addresses that were all checked, or why it is not asked for. */
export type Route =
  | { readonly ok: true; readonly host: string; readonly addresses: readonly string[] }
  | {
    readonly ok: false;
    readonly code: "refused" | "failed";
    /** What was tried, and why it is not done. */
    readonly message: string;
    /** The second half of that. */
    readonly why: string;
  };

const LONGEST = 8000;
const ONLY_PUBLIC = "only public places and hosts granted as `net` can be reached";

/**
 * Checks where an address leads. Every address of its host has to be fine, and a connection goes to none but those
 * returned: asked a second time, a name may lead elsewhere.
 */
export async function findRoute(url: URL, reach: Reach): Promise<Route> {
  const wrong = formProblem(url);
  if (wrong !== undefined) return refused(url, wrong);
  const host = hostOf(url), granted = isGranted({ host, port: portOf(url) }, reach.net ?? []);
  const literal = parseAddress(host) !== undefined;
  const closed = granted || literal ? undefined : nameRefusal(host);
  if (closed !== undefined) return refused(url, `\`${host}\` is ${closed}; ${ONLY_PUBLIC}`);
  const addresses = literal ? [host] : await resolved(host, reach);
  if (addresses.length === 0) return no("failed", url, `no address is known for \`${host}\`; check its spelling`);
  const refusal = reach.refusal ?? addressRefusal;
  for (const address of granted ? [] : addresses) {
    const what = refusal(address);
    const led = literal ? `\`${address}\` is` : `\`${host}\` leads to \`${address}\`,`;
    if (what !== undefined) return refused(url, `${led} ${what}; ${ONLY_PUBLIC}`);
  }
  return { ok: true, host, addresses };
}

function refused(url: URL, why: string): Route {
  return no("refused", url, why);
}

function no(code: "refused" | "failed", url: URL, why: string): Route {
  return { ok: false, code, message: `Cannot fetch \`${shownUrl(url)}\`: ${why}`, why };
}

function formProblem(url: URL): string | undefined {
  if (url.protocol !== "http:" && url.protocol !== "https:") return "only http and https addresses can be fetched";
  if (url.username !== "" || url.password !== "") return "it carries a name or a password; leave them out";
  if (url.href.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  if (hostOf(url) === "") return "it names no host";
  return undefined;
}

/** The host as it is looked up: without the brackets of IPv6 and the dot that ends a full name. */
function hostOf(url: URL): string {
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

/** A place that somebody asks for. */
export interface Place {
  /** Its name or address, without brackets. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
}

/** Whether a host is granted by the name it is asked for: a name that leads to a granted address is not granted. */
export function isGranted({ host, port }: Place, net: readonly string[]): boolean {
  return net.some((grant) => {
    const at = /:(\d{1,5})$/.exec(grant.replace(/^\[[^\]]*\]/, ""));
    const name = at === null ? grant : grant.slice(0, -at[0].length), parsed = URL.parse(`http://${name}/`);
    return parsed !== null && hostOf(parsed) === host && (at === null || Number(at[1]) === port);
  });
}

async function resolved(host: string, { resolve = systemAddresses }: Reach): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch {
    return [];
  }
}

async function systemAddresses(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
