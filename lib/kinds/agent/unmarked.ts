/**
 * Texts without what hosts take for marks of a conversation.
 *
 * @module
 */

/** Marks that chat templates put between turns: hosts that write a prompt as one text read them wherever they stand. */
const MARKS =
  /<(?:\|[\w.:/-]{1,40}\||｜[^<>｜\n]{1,40}｜|\/?(?:start_of_turn|end_of_turn|tool_response|s|bos|eos)|<\/?SYS>)>|\[\/?(?:INST|SYSTEM_PROMPT|TOOL_RESULTS|TOOL_CALLS|AVAILABLE_TOOLS)\]/g;

/** A text in which every mark of a conversation has a backslash in it, behind its first sign; all others stay as they are. */
export function unmarked(text: string): string {
  return text.replace(MARKS, (mark) => `${mark[0]}\\${mark.slice(1)}`);
}

/** JSON that says the same without any mark of a conversation in it. */
export function unmarkedJson(json: string): string {
  return json.replace(MARKS, (mark) => `${mark[0] === "<" ? "\\u003c" : "\\u005b"}${mark.slice(1)}`);
}
