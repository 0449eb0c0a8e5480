import type { Json } from "../../base/json.ts";

/** Settings of a model, as its provider is given them. */
interface Options {
  readonly [key: string]: Json;
}

/** Whether a maker's own host answers: no address is its own. One that is a secret may be anybody's. */
export function isAt({ base_url: url }: Options, hostname: string): boolean {
  if (url === undefined) return true;
  const place = placeOf(url);
  return place?.protocol === "https:" && place.hostname === hostname;
}

/** Whether this machine answers. */
export function isHere({ base_url: url }: Options): boolean {
  const hostname = placeOf(url)?.hostname ?? "";
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function placeOf(url: Json | undefined): URL | undefined {
  return typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
}
