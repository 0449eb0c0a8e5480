import type { HtmlToken } from "./html_tokens.ts";
import { htmlTokens } from "./html_tokens.ts";
import { oneLine } from "./visible_text.ts";

/** One thing that was found. */
export interface SearchResult {
  /** What the page calls itself. */
  readonly title: string;
  /** Where it is. */
  readonly url: string;
  /** Some words of it; may be empty. */
  readonly snippet: string;
}

/** What a page of results tells. */
export type SearchPage =
  | { readonly ok: true; readonly results: readonly SearchResult[] }
  /** challenge: it asks whether a person searches; unknown: it is no page of results. */
  | { readonly ok: false; readonly why: "challenge" | "unknown" };

type Open = Extract<HtmlToken, { readonly token: "open" }>;
type Draft = { readonly url: string | undefined; title: string; snippet: string };

/** A text that is being collected until its element closes. */
interface Collecting {
  readonly field: "title" | "snippet";
  readonly name: string;
  depth: number;
}

/** Reads a page of DuckDuckGo's HTML results: advertisements and what was already found are left out. */
export function searchResults(html: string, base: string): SearchPage {
  const drafts: Draft[] = [], seen = new Set<string>();
  let collecting: Collecting | undefined, advertisement = false;
  for (const token of htmlTokens(html)) {
    if (token.token === "open") { for (const name of classesOf(token)) seen.add(name); }
    if (collecting !== undefined) {
      collecting = collect(collecting, token, drafts.at(-1)!);
      continue;
    }
    if (token.token !== "open") continue;
    const classes = classesOf(token);
    if (classes.has("result")) advertisement = classes.has("result--ad");
    const field = classes.has("result__a") ? "title" : classes.has("result__snippet") ? "snippet" : undefined;
    if (field === undefined) continue;
    if (field === "title") {
      const url = advertisement ? undefined : targetOf(token.attributes.get("href"), base);
      drafts.push({ url, title: "", snippet: "" });
    }
    if (drafts.length > 0) collecting = { field, name: token.name, depth: 1 };
  }
  const results = finished(drafts);
  if (results.length > 0 || seen.has("no-results") || seen.has("result")) return { ok: true, results };
  return { ok: false, why: [...seen].some((name) => name.startsWith("anomaly")) ? "challenge" : "unknown" };
}

function collect(collecting: Collecting, token: HtmlToken, draft: Draft): Collecting | undefined {
  const { field, name } = collecting;
  if (token.token === "text") draft[field] += token.text;
  else if (token.name === name) collecting.depth += token.token === "open" ? 1 : -1;
  return collecting.depth === 0 ? undefined : collecting;
}

function classesOf({ attributes }: Open): ReadonlySet<string> {
  return new Set((attributes.get("class") ?? "").split(/\s/).filter((name) => name !== ""));
}

function finished(drafts: readonly Draft[]): readonly SearchResult[] {
  const found = new Map<string, SearchResult>();
  for (const { url, title, snippet } of drafts) {
    if (url === undefined || found.has(url)) continue;
    found.set(url, { title: oneLine(title) || url, url, snippet: oneLine(snippet) });
  }
  return [...found.values()];
}

/** Where a result leads: the page carries its own redirects around, with the address in `uddg`. */
function targetOf(href: string | undefined, base: string): string | undefined {
  const link = href === undefined ? null : URL.parse(href, base);
  if (link === null) return undefined;
  const own = /(?:^|\.)duckduckgo\.com$/.test(link.hostname);
  const carried = own && link.pathname === "/l/" ? link.searchParams.get("uddg") : null;
  const target = carried === null ? link : URL.parse(carried);
  const advertised = own && (link.pathname === "/y.js" || target?.pathname === "/y.js");
  return target !== null && /^https?:$/.test(target.protocol) && !advertised ? target.href : undefined;
}
