import type { JsonObject } from "../../base/json.ts";
import type { Tool, ToolResult } from "../tool.ts";
import type { Page, WebOptions } from "./fetch_page.ts";
import { fetchPage, MAX_PAGE } from "./fetch_page.ts";
import { pageText } from "./page_text.ts";
import { visibleText } from "./visible_text.ts";

const PARAMETERS: JsonObject = {
  type: "object",
  properties: {
    url: { type: "string", description: "Whole address of the page, with http:// or https://" },
    raw: { type: "boolean", description: "Give the page as it was sent instead of its text; default false" },
  },
  required: ["url"],
  additionalProperties: false,
};

/** The tool that reads one page of the web. It reaches public places and the hosts in `options.net`, nothing else. */
export function webFetch(options: WebOptions = {}): Tool {
  return {
    name: "web_fetch",
    description:
      "Reads one page of the web (HTML, text, JSON or XML, no files). Gives the text of the page with links " +
      "as `text (url)`. Private addresses cannot be reached.",
    parameters: PARAMETERS,
    acts: ["net"],
    timeout: 45_000,
    async run({ url, raw = false }, { signal }) {
      if (typeof url !== "string") return invalid("give `url`, the whole address of a page");
      if (typeof raw !== "boolean") return invalid("`raw` is true or false");
      const page = await fetchPage(url, options, signal);
      return page.ok ? shown(page, raw ? "raw" : "text") : page;
    },
  };
}

function shown(page: Page, how: "raw" | "text"): ToolResult {
  const { url, type, cut } = page, html = type === "text/html" || type === "application/xhtml+xml";
  const { title, text } = how === "text" && html
    ? pageText(page.text, url)
    : { title: "", text: visibleText(page.text) };
  const end = cut ? `… only the first ${MAX_PAGE / 1024} KB of the page were read …` : "";
  const output = [title, url, "", text || "(no text)", end].filter((line, i) => i === 2 || line !== "").join("\n");
  return { ok: true, output, data: { url, type, title, cut } };
}

function invalid(what: string): ToolResult {
  return { ok: false, code: "invalid", message: `Cannot fetch a page: ${what}` };
}
