import { ModelError } from "../model.ts";
import { complaintOf } from "../remote/complaint.ts";
import { complained } from "../remote/refused.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Fields = { readonly [key: string]: unknown };

/**
 * A `fetch` for answers that come line by line, each a JSON object, the last of which says that it is done. The SDK
 * passes over lines that it cannot read and knows no failure by its kind; here such an answer breaks off with a
 * {@link ModelError}.
 */
export function strictLines(fetch: typeof globalThis.fetch, id: string): typeof globalThis.fetch {
  return async (input, init) => {
    const { body, status, headers } = await fetch(input, init);
    if (!body) throw cutOff(id);
    return new Response(checked(body, id), { status, headers });
  };
}

function checked(body: ReadableStream<Bytes>, id: string): ReadableStream<Bytes> {
  const reader = body.getReader(), lines = lineReader(id), encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await reader.read();
        const text = done ? lines.end() : lines.push(value);
        // The last line is told when the body has ended, so that its connection may serve again.
        if (lines.isDone && !done) await rest(reader);
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (done || lines.isDone) return controller.close();
        if (text !== "") return;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

interface LineReader {
  /** The line has come that says so. */
  readonly isDone: boolean;
  /** Takes the next bytes and gives the lines that end in them. */
  push(bytes: Bytes): string;
  /** The last line, which may lack its end. Throws where there is none that says it is done. */
  end(): string;
}

function lineReader(id: string): LineReader {
  const decoder = new TextDecoder();
  let begun = "", isDone = false;

  function check(lines: string): string {
    for (const line of lines.split("\n")) isDone ||= line.trim() !== "" && fieldsOf(line, id)["done"] === true;
    return lines;
  }

  return {
    get isDone() {
      return isDone;
    },
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true }), end = text.lastIndexOf("\n") + 1;
      const lines = end === 0 ? "" : begun + text.slice(0, end);
      begun = end === 0 ? begun + text : text.slice(end);
      return check(lines);
    },
    end() {
      const last = check(begun);
      if (!isDone) throw cutOff(id);
      return last;
    },
  };
}

/** Reads on to the end; the answer is whole, whatever comes of that. */
async function rest(reader: ReadableStreamDefaultReader<Bytes>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // Nothing that was still to come is missed.
  }
}

function fieldsOf(line: string, id: string): Fields {
  const value = JSON.parse(line) as unknown;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ModelError("malformed", `Cannot read the answer of \`${id}\`: it is no object; it is asked again`, {
      status: 200,
    });
  }
  const fields = value as Fields;
  if (fields["error"]) throw complained(complaintOf(fields), id);
  return fields;
}

function cutOff(id: string): ModelError {
  return new ModelError("malformed", `The answer of \`${id}\` was cut off before its end; it is asked again`, {
    status: 200,
  });
}
