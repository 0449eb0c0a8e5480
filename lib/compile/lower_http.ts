/**
 * Addresses that a spec asks: whole ones, whose hosts it grants.
 *
 * @module
 */
import { parseTemplate } from "../expr/parse_template.ts";
import type { HttpTool, SecretRef } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { Secret } from "../spec/spec.ts";
import type { HttpToolSpec, SecretTexts } from "../spec/spec_tool.ts";
import { reportLiterals } from "./check_secrets.ts";
import { checkedTemplate } from "./check_text.ts";
import type { ScopeFor } from "./task_scope.ts";
import type { Unit } from "./unit.ts";
import { isWritten, placedAt, spanAt } from "./unit.ts";

/** Where something stands, and what its templates may speak of. */
export interface Place {
  /** Where it stands. */
  readonly at: Path;
  /** What its templates may speak of. */
  readonly scopeFor: ScopeFor;
}

/** How an address is asked; undefined where something is wrong, which has been reported. */
export function lowerHttp(
  unit: Unit,
  spec: NonNullable<HttpToolSpec["http"]>,
  { at, scopeFor }: Place,
): Omit<HttpTool, "reads"> | undefined {
  const url = lowerAddress(unit, spec.url, { at: [...at, "url"], scopeFor });
  const headers = lowerSecretTexts(unit, spec.headers, { at: [...at, "headers"], scopeFor });
  const query = lowerSecretTexts(unit, spec.query, { at: [...at, "query"], scopeFor });
  const { body } = spec, method = spec.method?.toUpperCase() ?? (body ? "POST" : "GET");
  if (body && (method === "GET" || method === "HEAD")) {
    const why = `a \`${method}\` takes none`;
    unit.report("bad-address", spanAt(unit, [...at, "method"]), { reason: `it has a body, and ${why}` });
    return undefined;
  }
  if (url === undefined || !headers || !query) return undefined;
  return {
    method,
    url,
    headers,
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(body ? { body } : {}),
  };
}

/** A template of a text, or a secret by name. */
function lowerSecretText(
  unit: Unit,
  written: string | Secret,
  { at, scopeFor }: Place,
): string | SecretRef | undefined {
  if (typeof written !== "string") return written as SecretRef;
  const placed = placedAt(unit, at);
  if (!placed) return undefined;
  return written === "" ? "" : checkedTemplate(unit, placed, scopeFor(placed, "template"));
}

/** Texts or secrets by name; undefined where one is wrong, which has been reported. */
export function lowerSecretTexts(
  unit: Unit,
  written: SecretTexts | undefined,
  { at, scopeFor }: Place,
): { readonly [name: string]: string | SecretRef } | undefined {
  if (written === undefined) return isWritten(unit, at) ? undefined : {};
  const lowered = Object.entries(written).flatMap(([name, one]): [string, string | SecretRef][] => {
    const path = [...at, name], text = lowerSecretText(unit, one, { at: path, scopeFor });
    reportLiterals(unit, path, name);
    return text === undefined ? [] : [[name, text]];
  });
  return lowered.length === Object.keys(written).length ? Object.fromEntries(lowered) : undefined;
}

/** A whole address whose host is granted, or a secret that holds one; undefined where it is wrong. */
export function lowerAddress(
  unit: Unit,
  written: string | Secret | undefined,
  { at, scopeFor }: Place,
): string | SecretRef | undefined {
  if (written === undefined) return undefined;
  reportLiterals(unit, at, "url");
  const url = lowerSecretText(unit, written, { at, scopeFor });
  return typeof url === "string" && !hasGrantedHost(unit, at, url) ? undefined : url;
}

/** What stands for a hole in an address: a letter that has no meaning there. */
const HOLE = "x";

function hasGrantedHost(unit: Unit, at: Path, template: string): boolean {
  const span = spanAt(unit, at), url = URL.parse(withoutHoles(template)), isOpen = isHostOpen(template);
  if (isOpen || !url || !/^https?:$/.test(url.protocol)) {
    const reason = isOpen ? "its host is not known before it is asked" : `\`${template}\` is no whole address`;
    unit.report("bad-address", span, { reason });
    return false;
  }
  const granted = unit.spec.permissions?.net, { host, hostname, protocol, port } = url;
  const whole = `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
  if (granted?.some((one) => [host, hostname, whole].includes(one.toLowerCase()))) return true;
  // What was wrong with the grants has been told.
  if (granted || !isWritten(unit, ["permissions", "net"])) unit.report("ungranted-host", span, { host });
  return false;
}

function withoutHoles(template: string): string {
  const parsed = parseTemplate(template), parts = parsed.ok ? parsed.template.parts : [];
  return parts.map((part) => part.kind === "text" ? part.text : HOLE).join("");
}

/** Whether a hole stands in the host of an address, or before it. */
function isHostOpen(template: string): boolean {
  const hole = template.indexOf("${{"), host = /^https?:\/\/[^/?#\\]*[/?#\\]/i.exec(template)?.[0];
  return hole >= 0 && (host === undefined || hole < host.length);
}
