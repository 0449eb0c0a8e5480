import assert from "node:assert/strict";
import type { ChatTurn } from "../../../lib/plan/mod.ts";
import { fitTalk, tokensOf } from "../../../lib/kinds/agent/fit_talk.ts";
import type { Exchange, Talk } from "../../../lib/kinds/agent/talk.ts";
import { messagesOf } from "../../../lib/kinds/agent/talk.ts";
import fc from "../../properties.ts";
import { allOf, calls, facts, messages, runIn, wordsOf } from "./by_hand.ts";

const opening = { system: "System.", closing: "Closing.", user: "Task." };

const text = (most: number) =>
  fc.string({ maxLength: 12, unit: "binary" }).chain((piece) =>
    fc.nat({ max: most }).map((times) => piece.repeat(times))
  );

const exchange: fc.Arbitrary<Exchange> = fc.oneof(
  fc.record({ is: fc.constant("answer" as const), words: text(200), told: fc.string({ maxLength: 60 }) }),
  fc.record({
    is: fc.constant("calls" as const),
    words: text(60),
    calls: fc.array(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 9 }),
        name: fc.constantFrom("read_file", "write_file"),
        input: fc.dictionary(fc.string({ maxLength: 8 }), text(80), { maxKeys: 3 }),
        answer: text(300),
        images: fc.array(fc.constant({ type: "image/png", data: "aGk=" }), { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

const talk = fc.array(exchange, { maxLength: 12 }).map((exchanges): Talk => ({ opening, exchanges, gone: 0 }));

/** Every answer of a tool stands behind the turn that asked for it, and no call is without its answer. */
function isWhole(turns: readonly ChatTurn[]): boolean {
  const open: string[] = [];
  for (const { role, calls = [], answers } of turns) {
    if (role === "tool") {
      if (open.shift() !== answers) return false;
    } else {
      if (open.length > 0) return false;
      open.push(...calls.map(({ id }) => id));
    }
  }
  return open.length === 0 && turns.at(-1)!.role !== "assistant";
}

Deno.test("a conversation that was cut fits its room, and calls keep their answers", () => {
  fc.assert(fc.property(talk, fc.nat({ max: 4_000 }), fc.boolean(), (whole, tokens, recall) => {
    const fitted = fitTalk(whole, { tokens, recall });
    if (!fitted) return;
    assert.ok(tokensOf(fitted.exchanges) <= tokens);
    assert.ok(isWhole(messagesOf(fitted, { form: "native", last: "" })));
    assert.equal(fitted.gone + fitted.exchanges.length, whole.exchanges.length);
  }));
});

Deno.test("a conversation that fits is left alone, and one that was cut is not cut again", () => {
  fc.assert(fc.property(talk, fc.nat({ max: 4_000 }), (whole, tokens) => {
    const room = { tokens, recall: false }, fitted = fitTalk(whole, room);
    if (tokensOf(whole.exchanges) <= tokens) assert.equal(fitted, whole);
    else if (fitted) assert.equal(fitTalk(fitted, room), fitted);
  }));
});

Deno.test("what is left of a cut conversation is its end", () => {
  fc.assert(fc.property(talk, fc.nat({ max: 4_000 }), (whole, tokens) => {
    const fitted = fitTalk(whole, { tokens, recall: false });
    if (!fitted || fitted.exchanges.length < 2) return;
    assert.deepEqual(fitted.exchanges.at(-1), whole.exchanges.at(-1));
    for (const [i, { is }] of fitted.exchanges.entries()) assert.equal(is, whole.exchanges[fitted.gone + i]!.is);
  }));
});

Deno.test("old results go first, with a word on how to find them again, and the newest stays whole", () => {
  for (const recall of [true, false]) {
    const { asked, result } = runIn({
      facts: facts({ context: 3_500 }),
      settings: { tools: recall ? ["read_file", "conversation_recall"] : ["read_file"] },
      says: [calls(["read_file", { path: "a" }]), calls(["read_file", { path: "b" }]), "Done."],
      tool: ({ input }) => ({ ok: true, output: `${(input as { path: string }).path}: ${"word ".repeat(800)}` }),
    });
    assert.ok(result.ok);
    const [first, second] = messages(asked[2]!).filter(({ role }) => role === "tool").map(wordsOf);
    assert.match(first!, recall ? /4,0\d\d characters.*conversation_recall finds it again/ : /call the tool again/);
    assert.match(second!, /^<result tool="read_file">\nb: (word ){800}\n<\/result>/);
    assert.equal(messages(asked[2]!)[2]!.calls!.length, 1);
  }
});

Deno.test("a result that is too long by itself is shown by its beginning and its end", () => {
  const { asked, result } = runIn({
    facts: facts({ context: 3_500 }),
    says: [calls(["read_file", { path: "a" }]), "Done."],
    tool: () => ({ ok: true, output: `first ${"word ".repeat(5_000)} last` }),
  });
  assert.ok(result.ok);
  assert.match(
    wordsOf(messages(asked[1]!).at(-1)!),
    /^<result tool="read_file">\nfirst .*\n… [\d,]+ characters left out …\n/,
  );
  assert.match(wordsOf(messages(asked[1]!).at(-1)!), / last\n<\/result>\n\nTurn 2/);
});

Deno.test("an agent works on however long its conversation gets, and its task is always told whole", () => {
  const says = Array.from(
    { length: 60 },
    (_, i) => ({ ...calls(["read_file", { path: `${i}` }]), text: `Step ${i}.` }),
  );
  const { asked, result } = runIn({
    facts: facts({ context: 4_000 }),
    settings: { turns: 61 },
    says: [...says, "Done."],
    tool: () => ({ ok: true, output: "word ".repeat(500) }),
  });
  assert.ok(result.ok);
  for (const request of asked) {
    assert.match(allOf(request), /# Task\n\nCount the files\./);
    assert.ok(allOf(request).length < 3 * 4_000);
  }
  assert.match(allOf(asked.at(-1)!), /\(The first \d+ turns of your work on this are not shown any more\.\)/);
});

Deno.test("between two cuts a conversation only grows, so that a host may find it in its cache", () => {
  const says = Array.from({ length: 30 }, (_, i) => calls(["read_file", { path: `${i}` }]));
  const { asked } = runIn({
    facts: facts({ context: 6_000 }),
    settings: { turns: 31 },
    says: [...says, "Done."],
    tool: () => ({ ok: true, output: "word ".repeat(200) }),
  });
  const kept = asked.slice(1, -1).filter((request, i) => {
    const before = messages(asked[i]!).slice(0, -1).map(wordsOf);
    return messages(request).slice(0, before.length).map(wordsOf).join("\n") === before.join("\n");
  });
  assert.ok(kept.length > asked.length / 2, `${kept.length} of ${asked.length}`);
});
