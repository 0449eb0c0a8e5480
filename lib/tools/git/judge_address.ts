import { findRoute, isGranted, type Place, type Reach } from "../web/find_route.ts";

/** The way that Git takes to an address, or why it may not be reached. */
export type JudgedAddress =
  | { readonly ok: true; readonly protocol: "https" | "http" | "ssh" }
  | { readonly ok: false; readonly code: "refused" | "failed"; readonly why: string };

/** `ssh://user@host:22/path`, with nothing in it that could be read in another way. */
const SSH = /^ssh:\/\/(?:[\w.-]+@)?(\w[\w.-]*|\[[\da-fA-F:.]+\])(?::(\d{1,5}))?\//;
/** `user@host:path`. A letter alone is a drive, and what begins as an address of another kind is none of a host. */
const COPY = /^(?!(?:file|https?|ssh|ftps?):)(?:[\w.-]+@)?(\w[\w.-]+):(?!\/\/|:)[^-]/;

/**
 * Whether an address may be reached by Git. One of the web may be where pages may be fetched from: at a public place, or at
 * a host that is granted. One by `ssh` is reached with the user's keys, so its host has to be granted, wherever it is.
 */
export async function judgeAddress(address: string, reach: Reach): Promise<JudgedAddress> {
  const way = wayTo(address);
  if (way === undefined) return refused(noAddress(address));
  if ("url" in way) {
    // What Git logs in with is its own business; where it goes is judged.
    const route = await findRoute(new URL(way.url.origin), reach);
    return route.ok ? { ok: true, protocol: way.url.protocol === "http:" ? "http" : "https" } : route;
  }
  const { place } = way;
  if (isGranted(place, reach.net ?? [])) return { ok: true, protocol: "ssh" };
  return refused(`\`${place.host}\` is reached by \`ssh\`, with your keys; add it to \`permissions.net\``);
}

type Way = { readonly url: URL } | { readonly place: Place };

function wayTo(address: string): Way | undefined {
  if (/^https?:\/\/[^-]/.test(address)) {
    const url = URL.parse(address);
    return url === null ? undefined : { url };
  }
  const [, host, port = "22"] = SSH.exec(address) ?? COPY.exec(address) ?? [];
  if (host === undefined) return undefined;
  return { place: { host: host.replace(/^\[|\]$/g, "").toLowerCase(), port: Number(port) } };
}

/** Why a text is no address that may be kept for later; undefined for one. Where it leads is judged when it is reached. */
export function noAddressIn(text: string): string | undefined {
  return wayTo(text) === undefined ? noAddress(text) : undefined;
}

function noAddress(address: string): string {
  const small = address.replace(/^[a-z]+(?=:\/\/)/i, (scheme) => scheme.toLowerCase());
  if (small !== address && wayTo(small) !== undefined) {
    return `\`${address}\` is no address that Git knows: use \`${small}\``;
  }
  return `\`${address}\` is no address that is reached: use one with \`https://\` or \`ssh://\``;
}

function refused(why: string): JudgedAddress {
  return { ok: false, code: "refused", why };
}
