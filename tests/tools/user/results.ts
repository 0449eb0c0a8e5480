import type { Json } from "../../../lib/base/json.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";

/** What a call gave; one that failed is a failure of the test. */
export function gave(result: ToolResult): { readonly output: string; readonly data: Json | undefined } {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return { output: result.output, data: result.data };
}

/** Why a call gave nothing, as `code: message`; one that gave something is a failure of the test. */
export function refusal(result: ToolResult): string {
  if (result.ok) throw new Error(`this was to fail; it gave: ${result.output.slice(0, 200)}`);
  return `${result.code}: ${result.message}`;
}
