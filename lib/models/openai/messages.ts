import type { JsonObject } from "../../base/json.ts";
import type { Message, ToolOffer } from "../model.ts";

/** A conversation as the protocol writes it. */
export function messagesOf(messages: readonly Message[]): readonly JsonObject[] {
  return messages.map(messageOf);
}

function messageOf({ role, text, images = [], calls = [], answers }: Message): JsonObject {
  if (role === "tool") return { role, tool_call_id: answers ?? "", content: text };
  if (role === "assistant" && calls.length > 0) {
    const asked = calls.map(({ id, name, arguments: written }) => ({
      id,
      type: "function",
      function: { name, arguments: written },
    }));
    return { role, content: text === "" ? null : text, tool_calls: asked };
  }
  if (images.length === 0) return { role, content: text };
  const shown = images.map(({ type, data }) => ({
    type: "image_url",
    image_url: { url: `data:${type};base64,${data}` },
  }));
  return { role, content: [...(text === "" ? [] : [{ type: "text", text }]), ...shown] };
}

/** Tools as the protocol offers them. */
export function offersOf(tools: readonly ToolOffer[]): readonly JsonObject[] {
  return tools.map(({ name, description, parameters }) => ({
    type: "function",
    function: { name, description, parameters },
  }));
}
