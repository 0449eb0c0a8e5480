import assert from "node:assert/strict";
import { gate } from "../../lib/models/gate.ts";
import { limited } from "../../lib/models/limited.ts";
import { scripted } from "../../lib/models/scripted/scripted.ts";
import { collect, request } from "./collect.ts";

Deno.test("all who hold a gate together are never more than it lets in", async () => {
  let inside = 0, most = 0;
  const reply = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside--;
    return "x";
  };
  const shared = gate({ concurrency: 3 }),
    models = [limited(scripted({ reply }), shared), limited(scripted({ reply }), shared)];
  await Promise.all(Array.from({ length: 20 }, (_, i) => collect(models[i % 2]!, request(`${i}`))));
  assert.equal(most, 3);
});

Deno.test("one who gives up waiting leaves the queue, and the next takes the place", async () => {
  const place = gate({ concurrency: 1 }),
    leave = await place.enter(new AbortController().signal),
    abort = new AbortController();
  const second = place.enter(abort.signal), third = place.enter(new AbortController().signal);
  abort.abort(new Error("gave up"));
  await assert.rejects(second, /gave up/);
  leave();
  (await third)();
});

Deno.test("a rate lets only so many start within a stretch of time", async () => {
  let now = 0, due: { at: number; then: () => void }[] = [];
  const clock = {
    now: () => now,
    after: (milliseconds: number, then: () => void) => {
      const item = { at: now + milliseconds, then };
      due.push(item);
      return () => void (due = due.filter((other) => other !== item));
    },
  };
  const place = gate({ rate: { starts: 2, per: 1_000 } }, clock), starts: number[] = [];
  const all = Promise.all(Array.from({ length: 5 }, async () => {
    (await place.enter(new AbortController().signal))();
    starts.push(now);
  }));
  while (starts.length < 5) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const next = due.sort((a, b) => a.at - b.at).shift();
    if (next) now = next.at, next.then();
  }
  await all;
  assert.deepEqual(starts, [0, 0, 1_000, 1_000, 2_000]);
});

Deno.test("a gate that lets nothing through is refused", () => {
  assert.throws(() => gate({ concurrency: 0 }), RangeError);
});
