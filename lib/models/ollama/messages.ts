import type { JsonObject } from "../../base/json.ts";
import type { Message, ToolOffer } from "../model.ts";
import { toolInput } from "../remote/tool_input.ts";

/** A conversation as the protocol writes it: an answer of a tool names its tool, which only the call for it knows. */
export function messagesOf(messages: readonly Message[]): readonly JsonObject[] {
  const names = new Map(messages.flatMap(({ calls = [] }) => calls.map(({ id, name }) => [id, name] as const)));
  return messages.map((message) => messageOf(message, names));
}

function messageOf(
  { role, text, images = [], calls = [], answers }: Message,
  names: ReadonlyMap<string, string>,
): JsonObject {
  if (role === "tool") {
    const name = names.get(answers ?? "");
    return {
      role,
      content: text,
      ...(name === undefined ? {} : { tool_name: name }),
      ...(answers === undefined ? {} : { tool_call_id: answers }),
    };
  }
  const asked = calls.map(({ id, name, arguments: written }) => ({
    id,
    function: { name, arguments: toolInput(written) },
  }));
  return {
    role,
    content: text,
    ...(images.length === 0 ? {} : { images: images.map(({ data }) => data) }),
    ...(asked.length === 0 ? {} : { tool_calls: asked }),
  };
}

/** Tools as the protocol offers them. */
export function offersOf(tools: readonly ToolOffer[]): readonly JsonObject[] {
  return tools.map(({ name, description, parameters }) => ({
    type: "function",
    function: { name, description, parameters },
  }));
}
