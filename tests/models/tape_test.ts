import assert from "node:assert/strict";
import { ModelError } from "../../lib/models/model.ts";
import { scripted } from "../../lib/models/scripted/scripted.ts";
import { record, replay } from "../../lib/models/tape.ts";
import { collect, request } from "./collect.ts";

Deno.test("a tape plays back what was recorded, failures included, and asks nobody", async () => {
  let tape = "", asked = 0;
  const model = scripted({
    reply: ({ prompt }, i) => {
      asked++;
      return i === 1
        ? { fail: { failure: "server", status: 503 } }
        : `${i}:${prompt.form === "text" ? prompt.text : ""}`;
    },
  });
  const recorded = record(model, (line) => void (tape += line));
  const first = await collect(recorded, request("a", { logprobs: 2 }));
  await assert.rejects(collect(recorded, request("b")), ModelError);
  await collect(recorded, request("b"));
  const played = replay(model.facts, tape);
  assert.deepEqual((await collect(played, request("a", { logprobs: 2 }))).events, first.events);
  await assert.rejects(
    collect(played, request("b")),
    (error) => error instanceof ModelError && error.failure === "server" && error.status === 503,
  );
  assert.equal((await collect(played, request("b"))).text, "2:b");
  assert.equal(asked, 3);
});

Deno.test("what is not on the tape is an error that says so, never an answer to something else", async () => {
  let tape = "";
  const recorded = record(scripted({ reply: () => "x" }), (line) => void (tape += line));
  await collect(recorded, request("a"));
  const played = replay(recorded.facts, tape);
  await assert.rejects(collect(played, request("b")), /not on the tape/);
  await assert.rejects(collect(played, request("a", { seed: 2 })), /not on the tape/);
  await collect(played, request("a"));
  await assert.rejects(collect(played, request("a")), /no further answer/);
});

Deno.test("a broken tape is refused with the line at fault", () => {
  assert.throws(() => replay(scripted({ reply: () => "" }).facts, "not json\n"), /1/);
});
