/**
 * Settings of the provider, read when a spec is compiled: nothing here loads the SDK.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import type { Check } from "../options.ts";
import { oneOf } from "../options.ts";
import { REMOTE_FIELDS } from "../remote/remote_options.ts";

/** Who speaks OpenAI's protocol, where they differ in it. */
export const HOSTS = ["openai", "openrouter", "deepseek", "vllm", "llama.cpp", "lmstudio", "other"] as const;

/** One of {@link HOSTS}. */
export type Host = typeof HOSTS[number];

/** The settings of `openai/…` by name. */
export const OPENAI_FIELDS: { readonly [name: string]: Check } = { ...REMOTE_FIELDS, host: oneOf(...HOSTS) };

/** The official address. */
const OFFICIAL = "https://api.openai.com/v1";

/** The address that paths are put behind: one that names a host and no place on it means the usual place. */
export function baseOf(base_url: string | undefined, host: Host): string {
  if (base_url === undefined) return OFFICIAL;
  const place = new URL(base_url);
  if (place.pathname !== "/") return base_url;
  place.pathname = host === "openrouter" ? "/api/v1" : "/v1";
  return place.href;
}

/** Servers at home by the ports they take unless told otherwise. */
const PORTS: { readonly [port: string]: Host } = { "8000": "vllm", "8080": "llama.cpp", "1234": "lmstudio" };

/** Who answers: as `host` says, else by the address, which knows the public hosts and the usual ports of local ones. */
export function hostOf({ host, base_url }: { readonly [key: string]: Json | undefined }): Host {
  const named = HOSTS.find((name) => name === host);
  if (named) return named;
  if (base_url === undefined) return "openai";
  if (typeof base_url !== "string" || !URL.canParse(base_url)) return "other";
  const { hostname, port } = new URL(base_url);
  if (/(?:^|\.)api\.openai\.com$/.test(hostname)) return "openai";
  if (/(?:^|\.)openrouter\.ai$/.test(hostname)) return "openrouter";
  if (/(?:^|\.)deepseek\.com$/.test(hostname)) return "deepseek";
  const isHere = hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
  return (isHere ? PORTS[port] : undefined) ?? "other";
}
