import type { Json } from "../../base/json.ts";
import type { ToolResult } from "../tool.ts";
import type { CallToolResult } from "./mcp_sdk.ts";
import { keptJson, parseJson } from "./parse_json.ts";
import { bounded, no } from "./tool_output.ts";

type Piece = CallToolResult["content"][number];

/** UTF-16 code units of a value as JSON. */
const LARGEST_VALUE = 1_048_576;
/** UTF-16 code units of output that a failure tells. */
const MOST_FAILED = 4_000;

/**
 * What a server's answer comes to: its texts, with what is no text named in between, and as data its structured
 * content, else the value of a text that is all there is and is a JSON list or object.
 */
export function mcpResult(name: string, { content, structuredContent, isError }: CallToolResult): ToolResult {
  const said = content.map(told).join("\n");
  if (isError) {
    return no("failed", `The tool \`${name}\` failed: ${bounded(said, MOST_FAILED) || "it does not say why"}`);
  }
  const data = structuredContent === undefined ? valueIn(content) : keptJson(structuredContent);
  if (data && !data.ok) return no("failed", `Cannot keep what the tool \`${name}\` answered: ${data.why}`);
  if (!data) return { ok: true, output: bounded(said) || "(no output)" };
  if (JSON.stringify(data.value).length > LARGEST_VALUE) {
    return no("failed", `Cannot keep what the tool \`${name}\` answered: its value is larger than 1 MB`);
  }
  return { ok: true, output: bounded(said || JSON.stringify(data.value)), data: data.value };
}

function valueIn(content: readonly Piece[]): { readonly ok: true; readonly value: Json } | undefined {
  const [only] = content;
  if (content.length !== 1 || only?.type !== "text" || !/^\s*[[{]/.test(only.text)) return undefined;
  const parsed = only.text.length > LARGEST_VALUE ? undefined : parseJson(only.text);
  return parsed?.ok ? parsed : undefined;
}

function told(piece: Piece): string {
  switch (piece.type) {
    case "text":
      return piece.text;
    case "image":
    case "audio":
      return `(${piece.type} of type \`${word(piece.mimeType)}\`, ${sizeOf(piece.data)} bytes, not shown)`;
    case "resource_link":
      return `(link to \`${word(piece.name)}\`: ${word(piece.uri)})`;
    case "resource": {
      const { resource } = piece, uri = word(resource.uri);
      if ("text" in resource) return `(content of ${uri})\n${resource.text}`;
      return `(content of ${uri}, ${sizeOf(resource.blob)} bytes, not shown)`;
    }
  }
}

function word(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("`", "'").slice(0, 500);
}

function sizeOf(base64: string): string {
  return Math.floor(base64.replace(/=+$/, "").length * 3 / 4).toLocaleString("en-US");
}
