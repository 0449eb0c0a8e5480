/**
 * A result of a tool as a model is shown it: between tags that do not occur in it, and without what hosts take for marks of
 * a conversation, so that it can be told from what we say however it is written.
 */
export function fencedResult(tool: string, text: string): string {
  const safe = unmarked(text), tag = freeTag(safe);
  return `<${tag} tool="${tool}">\n${safe}\n</${tag}>`;
}

function freeTag(text: string): string {
  const lower = text.toLowerCase();
  for (let i = 1;; i++) {
    const tag = i === 1 ? "result" : `result-${i}`;
    if (!lower.includes(`<${tag}`) && !lower.includes(`</${tag}`)) return tag;
  }
}

/** Marks that chat templates put between turns: hosts that write a prompt as one text read them wherever they stand. */
const MARKS =
  /<(\|[\w.:/-]{1,40}\||｜[^<>｜\n]{1,40}｜|\/?(?:start_of_turn|end_of_turn)|<\/?SYS>)>|\[(\/?(?:INST|SYSTEM_PROMPT|TOOL_RESULTS|TOOL_CALLS|AVAILABLE_TOOLS))\]/g;

const NOTE = "(Marks of conversations in this result are shown with a backslash before them.)";

function unmarked(text: string): string {
  const safe = text.replace(MARKS, (mark) => `${mark[0]}\\${mark.slice(1)}`);
  return safe === text ? text : `${safe}\n${NOTE}`;
}
