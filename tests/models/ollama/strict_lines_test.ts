import assert from "node:assert/strict";
import { strictLines } from "../../../lib/models/ollama/strict_lines.ts";
import type { ModelFailure } from "../../../lib/models/model.ts";
import { ModelError } from "../../../lib/models/model.ts";
import fc from "../../properties.ts";

const LINES = '{"response":"Ünd so weiter"}\n\n{"response":"…"}\n{"done":true}\n';

async function read(pieces: readonly Uint8Array<ArrayBuffer>[], breaks?: Error): Promise<string> {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const [next] = pieces;
      pieces = pieces.slice(1);
      if (next) controller.enqueue(next);
      else if (breaks) controller.error(breaks);
      else controller.close();
    },
  });
  const fetch = strictLines(() => Promise.resolve(new Response(body)), "ollama/gauge");
  return await (await fetch("http://127.0.0.1")).text();
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function fails(text: string, failure: ModelFailure, words: RegExp): Promise<void> {
  await assert.rejects(
    read([bytes(text)]),
    (error) => error instanceof ModelError && error.failure === failure && words.test(error.message),
  );
}

Deno.test("good lines pass as they are, wherever they are cut", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(bytes(LINES).length), { maxLength: 8 }), async (cuts) => {
    const all = bytes(LINES), places = [0, ...cuts.toSorted((a, b) => a - b), all.length];
    assert.equal(await read(places.slice(1).map((end, i) => all.slice(places[i], end))), LINES);
  }));
});

Deno.test("the last line may lack its end", async () => {
  assert.equal(await read([bytes('{"a":1}\n{"done"'), bytes(":true}")]), '{"a":1}\n{"done":true}');
});

Deno.test("an answer without a line that says it is done was cut off", async () => {
  for (const text of ["", '{"response":"It"}\n', '{"done":false}']) await fails(text, "malformed", /was cut off/);
});

Deno.test("half a line is no JSON", async () => {
  await assert.rejects(read([bytes('{"response":"It"}\n{"respon')]), SyntaxError);
  await assert.rejects(read([bytes('{"respon\n{"done":true}\n')]), SyntaxError);
});

Deno.test("a line that is no object is malformed", async () => {
  for (const line of ["[]", "null", "3", '"done"']) await fails(`${line}\n`, "malformed", /it is no object/);
});

Deno.test("an error in a line is the provider's own trouble, unless it says otherwise", async () => {
  await fails('{"response":"It"}\n{"error":"the runner has ended"}\n', "server", /broke off: the runner has ended;/);
  await fails('{"error":"slow down","status":429}\n', "rate", /slow down/);
});

Deno.test("what breaks behind the last line does not undo the answer", async () => {
  assert.equal(await read([bytes(LINES)], new Error("the connection broke")), LINES);
  await assert.rejects(read([bytes('{"response":"It"}\n')], new Error("the connection broke")), /connection broke/);
});
