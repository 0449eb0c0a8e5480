import type { JsonObject } from "../../base/json.ts";
import type { Tool, ToolResult } from "../tool.ts";
import type { WebOptions } from "./fetch_page.ts";
import { fetchPage } from "./fetch_page.ts";
import type { SearchPage } from "./search_results.ts";
import { searchResults } from "./search_results.ts";

/** Where and how to search. */
export interface SearchOptions extends WebOptions {
  /**
   * Address that is asked with the words as `q` and answers with a page in the structure of DuckDuckGo's HTML results.
   * Default: DuckDuckGo itself.
   */
  readonly endpoint?: string;
}

const DUCKDUCKGO = "https://html.duckduckgo.com/html/";
const MOST_RESULTS = 20, USUAL_RESULTS = 10, LONGEST_QUERY = 500;

const PARAMETERS: JsonObject = {
  type: "object",
  properties: {
    query: { type: "string", minLength: 1, maxLength: LONGEST_QUERY, description: "What to search for" },
    max_results: {
      type: "integer",
      minimum: 1,
      maximum: MOST_RESULTS,
      description: `The most results to give; default ${USUAL_RESULTS}`,
    },
  },
  required: ["query"],
  additionalProperties: false,
};

/** The tool that searches the web. */
export function webSearch(options: SearchOptions = {}): Tool {
  return {
    name: "web_search",
    description: "Searches the web. Gives titles, addresses and some words of pages; read them with web_fetch.",
    parameters: PARAMETERS,
    acts: ["net"],
    timeout: 45_000,
    async run({ query, max_results: most = USUAL_RESULTS }, { signal }) {
      if (typeof query !== "string" || query.trim() === "") {
        return no("invalid", "give `query`, the words to search for");
      }
      if (query.length > LONGEST_QUERY) return no("invalid", `\`query\` is longer than ${LONGEST_QUERY} characters`);
      if (typeof most !== "number" || !Number.isInteger(most) || most < 1 || most > MOST_RESULTS) {
        return no("invalid", `\`max_results\` is a whole number from 1 to ${MOST_RESULTS}`);
      }
      const endpoint = URL.parse(options.endpoint ?? DUCKDUCKGO);
      if (endpoint === null) return no("invalid", `the search endpoint \`${options.endpoint}\` is not an address`);
      endpoint.searchParams.set("q", query.trim());
      const page = await fetchPage(endpoint.href, options, signal);
      return page.ok ? shown(searchResults(page.text, page.url), { query, most, host: endpoint.host }) : page;
    },
  };
}

interface Asked {
  readonly query: string;
  readonly most: number;
  readonly host: string;
}

function shown(page: SearchPage, { query, most, host }: Asked): ToolResult {
  if (!page.ok) {
    return page.why === "challenge"
      ? no("failed", `\`${host}\` asks whether a person searches; try later or set another endpoint`)
      : no("failed", `what \`${host}\` answered is not a page of results`);
  }
  const results = page.results.slice(0, most);
  const output = results.map(({ title, url, snippet }, i) =>
    [`${i + 1}. ${title}`, `   ${url}`, ...(snippet === "" ? [] : [`   ${snippet}`])].join("\n")
  ).join("\n\n");
  return {
    ok: true,
    output: output || `Nothing was found for \`${query}\``,
    data: { results: results.map(({ title, url, snippet }) => ({ title, url, snippet })) },
  };
}

function no(code: "invalid" | "failed", why: string): ToolResult {
  return { ok: false, code, message: `Cannot search: ${why}` };
}
