import type { Reach } from "../web/find_route.ts";
import { findRoute } from "../web/find_route.ts";

/** Who may be reached by a tool or a server that a spec declares: the hosts it grants, and no other. */
export interface Grants {
  /** Hosts, each as `host` or `host:port`. */
  readonly net: readonly string[];
  /** The addresses of a host name. Default: what the system knows. */
  readonly resolve?: Reach["resolve"];
}

/** The host and the addresses a connection may go to, or why there is none. */
export type GrantedRoute =
  | { readonly ok: true; readonly host: string; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly code: "refused" | "failed"; readonly why: string };

const LONGEST = 8_000;
/** An address that is refused unless its host is granted. */
const NOWHERE = "0.0.0.0";

/** Finds where a granted host is. A host that is granted by name may be in a private place: the user said so. */
export async function grantedRoute(url: URL, { net, resolve }: Grants): Promise<GrantedRoute> {
  const wrong = formProblem(url);
  if (wrong !== undefined) return { ok: false, code: "refused", why: wrong };
  const bare = new URL(url.origin);
  // Names are looked up only when they are granted: asking for one tells it to others.
  if (!(await findRoute(bare, { net, resolve: () => Promise.resolve([NOWHERE]) })).ok) {
    return { ok: false, code: "refused", why: `\`${bare.host}\` is not granted: add it to \`permissions.net\`` };
  }
  const route = await findRoute(bare, resolve ? { net, resolve } : { net });
  if (route.ok) return route;
  return { ok: false, code: "failed", why: `no address is known for \`${bare.hostname}\`: check its spelling` };
}

function formProblem(url: URL): string | undefined {
  if (url.protocol !== "http:" && url.protocol !== "https:") return "only http and https addresses can be reached";
  if (url.username !== "" || url.password !== "") {
    return "its address carries a name or a password: send them as an `authorization` header, as a secret";
  }
  return url.href.length > LONGEST ? `its address is longer than ${LONGEST} characters` : undefined;
}
