type Fields = { readonly [key: string]: unknown };

/** A `fetch` for hosts that answer at once though they were asked to stream: their answer is told as a stream of it. */
export function streamed(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init), type = response.headers.get("content-type") ?? "";
    if (!/json\s*(?:;|$)/i.test(type)) return response;
    const message = JSON.parse(await response.text()) as unknown;
    return new Response(eventsOf(message).map(sent).join(""), { headers: { "content-type": "text/event-stream" } });
  };
}

/** The events that a message would have come in. What is no message is passed on as it is, to be found wanting. */
function eventsOf(message: unknown): readonly Fields[] {
  const fields = typeof message === "object" && message !== null ? message as Fields : {};
  const { content, stop_reason, usage, ...start } = fields;
  if (!Array.isArray(content)) return [fields];
  const blocks = content.flatMap((block: unknown, index): readonly Fields[] => [
    { type: "content_block_start", index, content_block: block },
    { type: "content_block_stop", index },
  ]);
  return [
    { type: "message_start", message: start },
    ...blocks,
    { type: "message_delta", delta: { stop_reason }, usage },
    { type: "message_stop" },
  ];
}

function sent(event: Fields): string {
  return `event: ${String(event["type"] ?? "message")}\ndata: ${JSON.stringify(event)}\n\n`;
}
