/** `specs/refine.*`: its models are elsewhere, so a server on this machine stands for them. */
import assert from "node:assert/strict";
import { compile } from "../../lib/app/compile_spec.ts";
import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { openQuestions } from "../../lib/app/open_questions.ts";
import type { RunHandle } from "../../lib/app/run_handle.ts";
import type { OpenQuestion } from "../../lib/views/open_question.ts";
import { inFolder, withEnv } from "../app/folders.ts";
import type { FaultServer, Seen } from "../models/faults/fault_server.ts";
import { faultServer } from "../models/faults/fault_server.ts";
import { OPENAI_WIRE } from "../models/faults/openai_wire.ts";
import { namesOf, SPECS, textOf } from "./ready.ts";

const WRITER = "moonshotai/kimi-k2", STRONG = "anthropic/claude-opus-4.5", JUDGE = "z-ai/glm-4.6";

/** Texts that pass the gates, each with a number of its own; scores that depend on it as `score` says. */
function serving(score: (version: number) => number): FaultServer {
  let version = 0;
  return faultServer({
    wire: OPENAI_WIRE,
    behave: [],
    text: ({ model, prompt }) => {
      if (model !== JUDGE) return `Version ${++version}: 41 harbours, 1921 to 2019, within eleven centimetres.`;
      const shown = Number(/Version (\d+):/.exec(prompt)?.[1] ?? 0);
      return JSON.stringify({ score: score(shown), feedback: `mend what is wrong with ${shown}` });
    },
  });
}

interface Staged {
  readonly loom: Loom;
  readonly server: FaultServer;
  readonly project: string;
  readonly handle: RunHandle;
}

/** A run of the spec against the server, named `one`. */
async function staged(name: string, score: (version: number) => number, play: (staged: Staged) => Promise<void>) {
  await withEnv({ LOOM_TEST_KEY: "a-key-of-the-test" }, () =>
    inFolder(async (project) => {
      await using server = serving(score);
      const text = textOf(name).replaceAll("https://openrouter.ai/api/v1", server.url)
        .replaceAll('{ key = "openrouter" }', '{ env = "LOOM_TEST_KEY" }')
        .replaceAll("{key: openrouter}", "{env: LOOM_TEST_KEY}");
      const { plan, diagnostics } = await compile(text, { name, folder: SPECS.pathname });
      assert.deepEqual(diagnostics, []);
      await using loom = await openLoom({ memory: true, folder: project });
      const handle = await loom.start(plan!, { seed: 7, name: "one" });
      await play({ loom, server, project, handle });
    }));
}

function asked({ seen }: FaultServer, model: string): readonly Seen[] {
  return seen.filter((one) => one.model === model);
}

/** No call was made twice: each has an idempotency key of its own. */
function assertBoughtOnce({ seen }: FaultServer): void {
  assert.equal(new Set(seen.map(({ key }) => key)).size, seen.length);
}

async function questionIn({ store }: Loom): Promise<OpenQuestion> {
  for (;;) {
    const [question] = await openQuestions(store);
    if (question) return question;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Dollars that providers would bill for what the server did, at the prices of the spec. */
function billOf({ seen, billed }: FaultServer): number {
  const prices: { readonly [model: string]: readonly [number, number] } = {
    [WRITER]: [1, 4],
    [STRONG]: [5, 25],
    [JUDGE]: [0.6, 2.2],
  };
  return billed.reduce((sum, { index, usage: { input, output } }) => {
    const [read, written] = prices[seen[index]!.model]!;
    return sum + (input * read + output * written) / 1e6;
  }, 0);
}

const NAMES = namesOf("refine").filter((name) => name.startsWith("refine."));

for (const name of NAMES) {
  Deno.test(`specs/${name} goes on from what its judge says until the judge is content, and buys nothing twice over a pause`, async () => {
    await staged(name, (version) => Math.min(10, 3 + version / 2), async ({ loom, server, project, handle }) => {
      while (server.seen.length < 12) await new Promise((resolve) => setTimeout(resolve, 5));
      handle.pause();
      assert.equal((await handle.end).kind, "paused");
      const { kind, reason, outputs, spent } = await (await loom.resume("one")).end;
      assert.equal(kind, "converged", reason);
      const { text, score } = outputs as { readonly text: string; readonly score: number };
      assert.ok(score >= 9);
      const [saved] = [...Deno.readDirSync(`${project}/documents`)];
      assert.match(saved!.name, /^\d{4}-\d\d-\d\d-one\.txt$/);
      assert.equal(Deno.readTextFileSync(`${project}/documents/${saved!.name}`), text);
      assertBoughtOnce(server);
      assert.equal(spent.calls, server.seen.length);
      assert.ok(Math.abs(spent.usd - billOf(server)) < 1e-9, `${spent.usd} is not ${billOf(server)}`);
      assert.equal(asked(server, STRONG).length, 0);
      const written = asked(server, WRITER), rounds = written.length / 2;
      assert.equal(asked(server, JUDGE).length, 3 + 6 * rounds);
      assert.deepEqual(written.map(({ body }) => body["temperature"]).toSorted(), [
        ...Array<number>(rounds).fill(0.4),
        ...Array<number>(rounds).fill(1),
      ]);
      const last = written.at(-1)!.prompt, best = Number(/mend what is wrong with (\d+)/.exec(last)![1]);
      assert.ok(last.includes(`Version ${best}:`), "the feedback is that of the text that is gone on from");
      for (const { headers } of server.seen) assert.equal(headers["authorization"], "Bearer a-key-of-the-test");
    });
  });

  Deno.test(`specs/${name}, when it is stuck, takes the strong model, then asks, heeds the answer, and gives up`, async () => {
    await staged(name, () => 4, async ({ loom, server, handle }) => {
      const { run, key } = await questionIn(loom);
      assert.deepEqual([asked(server, WRITER).length, asked(server, STRONG).length], [6, 6]);
      await loom.answer(run, "Say what a tide is", key);
      const { kind, reason, spent } = await handle.end;
      assert.equal(kind, "stalled", reason);
      const strong = asked(server, STRONG);
      assert.deepEqual(strong.map(({ prompt }) => prompt.includes("Say what a tide is")), [
        ...Array<boolean>(6).fill(false),
        ...Array<boolean>(6).fill(true),
      ]);
      assertBoughtOnce(server);
      assert.ok(spent.usd <= 0.5);
    });
  });
}
