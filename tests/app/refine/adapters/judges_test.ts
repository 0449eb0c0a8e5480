import assert from "node:assert/strict";
import { anthropicJudge, openaiJudge } from "../../../../lib/app/refine/adapters/judges.ts";
import { brief, kept } from "../loops.ts";

/** A client of the OpenAI SDK that gives these answers, and what it was asked. */
function openai(...answers: readonly string[]) {
  const asked: { body: { model: string; messages: { content: string }[] }; signal: AbortSignal }[] = [];
  const create = (body: never, options?: never) => {
    asked.push({ body, ...options as unknown as { signal: AbortSignal } });
    const content = answers[Math.min(asked.length, answers.length) - 1]!;
    return Promise.resolve({
      model: "gpt-4o-mini-2024-07-18",
      choices: [{ message: { content } }],
      usage: { prompt_tokens: 100_000, completion_tokens: 0 },
    });
  };
  return { asked, client: { chat: { completions: { create } } } };
}

Deno.test("A7, J2: a judge ends the loop with its yes, and what it costs is charged", async () => {
  const { client, asked } = openai("No.", "**Yes**, it is.");
  const { fix } = kept<{ text: string }>({
    converge: openaiJudge({ client, model: "gpt-4o-mini", ask: "Is it whole?" }),
    budget: { usd: 1 },
  }, ({ text }) => ({ text: `${text} more` }));
  const end = await fix({ text: "some" });
  assert.deepEqual([...brief(end), end.reason], ["done", "stop.judge", 2, "`gpt-4o-mini` says yes to step 2"]);
  assert.deepEqual(end.spent, { usd: 0.03, tokens: 200_000, calls: 2 });
  assert.match(
    asked[1]!.body.messages[0]!.content,
    /^Is it whole\?\n[^]*\n\nsome more more$|^Is it whole\?[^]*some more more$/,
  );
  assert.ok(asked[0]!.signal instanceof AbortSignal);
});

Deno.test("an answer that is neither yes nor no is asked for again, and then fails the run; all of it is paid for", async () => {
  const { client, asked } = openai("Perhaps", "Yesterday", "yes");
  const make = (attempts: number) =>
    kept<string>({ converge: openaiJudge({ client, model: "gpt-4o-mini" }), errors: { attempts } }, (text) => text);
  const end = await make(3).fix("x");
  assert.deepEqual([...brief(end), asked.length, end.spent.usd], ["done", "stop.judge", 1, 3, 0.045]);
  const { client: never } = openai("Perhaps");
  const { fix } = kept<string>({ converge: openaiJudge({ client: never, model: "gpt-4o-mini" }) }, (text) => text);
  const failed = await fix("x");
  assert.deepEqual([failed.kind, failed.spent.usd, failed.last?.state], ["failed", 0.015, "x"]);
  assert.match(
    failed.reason,
    /Cannot read the answer of the judge `gpt-4o-mini`: it is `Perhaps`, and neither yes nor no/,
  );
});

Deno.test("a judge behind the Anthropic SDK is asked in its own form", async () => {
  const bodies: unknown[] = [];
  const create = (body: never) => {
    bodies.push(body);
    return {
      type: "message",
      model: "claude-haiku-4-5",
      content: [{ type: "text", text: "YES" }],
      usage: { input_tokens: 1000, output_tokens: 1 },
    };
  };
  const judge = anthropicJudge<string>({
    client: { messages: { create } },
    model: "claude-haiku-4-5",
    maxTokens: 8,
    text: (state) => state.toUpperCase(),
  });
  const { fix } = kept<string>({ converge: judge }, (text) => text);
  const end = await fix("x");
  assert.deepEqual([...brief(end), end.spent.calls], ["done", "stop.judge", 1, 1]);
  assert.deepEqual(bodies, [{
    model: "claude-haiku-4-5",
    max_tokens: 8,
    messages: [{ role: "user", content: "Is the task complete?\nAnswer with one word: YES or NO.\n\n---\nX" }],
  }]);
});

Deno.test("a judge whose cost is not known fails the run before its answer counts", async () => {
  const create = () => ({
    model: "my-own",
    choices: [{ message: { content: "yes" } }],
    usage: { prompt_tokens: 1, completion_tokens: 1 },
  });
  const client = { chat: { completions: { create } } };
  const { fix } = kept<string>({ converge: openaiJudge({ client, model: "my-own" }) }, (text) => text);
  assert.match((await fix("x")).reason, /Cannot tell what an answer of `my-own` cost: its price is not known/);
  const priced = kept<string>(
    { converge: openaiJudge({ client, model: "my-own", price: { input: 1, output: 1 } }) },
    (text) => text,
  );
  assert.equal((await priced.fix("x")).kind, "done");
});
