import assert from "node:assert/strict";
import type { GraphBuilder, Needs } from "../../../mod.ts";
import { graph, memoryStore, openLoom } from "../../../mod.ts";
import type { Node } from "../../../lib/app/graph/builder.ts";
import { Builder } from "../../../lib/app/graph/builder.ts";
import { performNode } from "../../../lib/app/graph/perform_node.ts";
import type { LoomTool } from "../../../lib/app/loom_options.ts";
import type { Scene } from "../../../lib/app/own_program.ts";
import type { Replying } from "../../../lib/models/scripted/follow.ts";
import type { ModelRequest } from "../../../lib/models/model.ts";
import { scripted } from "../../../lib/models/scripted/scripted.ts";
import { call, calls, textOf, turnsOf } from "../../process_scenarios/workshop.ts";

/** What came of a graph whose agents are one model. */
interface Came {
  readonly kind: string;
  readonly reason: string;
  readonly outputs: unknown;
  /** What its model was shown, request by request. */
  readonly asked: readonly string[];
  /** Questions that people were asked. */
  readonly questions: number;
}

interface Carried {
  readonly reply: Replying;
  readonly build: (g: GraphBuilder) => Needs;
  /** What a person says to every question. */
  readonly person?: string;
  readonly tools?: { readonly [name: string]: LoomTool };
}

/** Carries a graph out whose model is called `m`. */
async function carriedOut({ reply, build, person, tools = {} }: Carried): Promise<Came> {
  const asked: ModelRequest[] = [], store = memoryStore();
  const m = scripted({ reply: (request, i) => (asked.push(request), reply(request, i)) });
  using loom = await openLoom({
    store,
    models: { m },
    tools,
    on(event) {
      if (person === undefined || event.type !== "entry" || event.entry.type !== "wait") return;
      if (event.entry.key?.endsWith("/approve")) {
        void store.findRun("g").then(({ id }) => store.send(id, { kind: "answer", value: { answer: person } }));
      }
    },
  });
  const end = await (await loom.start(graph("g@1", build), { name: "g" })).end, { kind, reason } = end;
  const rows = await store.entries((await store.findRun("g")).id, 0);
  const questions = rows.filter(({ type, key }) => type === "wait" && key?.endsWith("/approve")).length;
  return { kind, reason, outputs: end.outputs, asked: asked.map(textOf), questions };
}

Deno.test("what a person has said no to is not asked again in a later attempt of an agent in code", async () => {
  const dropped: string[] = [];
  const came = await carriedOut({
    reply: (request) => turnsOf(request) === 0 ? calls(call("drop", { w: "1" })) : "no json",
    build: (g) => ({
      a: g.agent("a", {
        model: "m",
        tools: ["drop"],
        prompt: "Drop it",
        attempts: 3,
        pause: 0,
        approve: "always",
        returns: { ok: "bool" },
        turns: 3,
      }),
    }),
    person: "no",
    tools: { drop: { description: "Drops", acts: ["write"], run: () => Promise.resolve(dropped.push("it")) } },
  });
  assert.deepEqual([came.kind, came.questions, dropped], ["failed", 1, []]);
  assert.ok(came.asked.at(-1)!.includes("a person said no"));
});

Deno.test("a later attempt of an agent in code is told why those before it failed", async () => {
  const { asked, outputs } = await carriedOut({
    reply: (_, i) => ['{"status": "blocked", "reason": "the key is lost"}', '{"ok": true}'][i]!,
    build: (g) => ({
      a: g.agent("a", { model: "m", prompt: "Open it", attempts: 2, pause: 0, returns: { ok: "bool" } }),
    }),
  });
  assert.deepEqual(outputs, { a: { ok: true } });
  assert.ok(!asked[0]!.includes("Earlier attempts"));
  assert.match(asked[1]!, /# Earlier attempts\n[^]*Attempt 1 broke off:\n[^]*the key is lost/);
});

Deno.test("what an agent in code came to is looked at by its task, and what is wrong is told to the next attempt", async () => {
  const looked: unknown[] = [];
  const { asked, outputs } = await carriedOut({
    reply: (_, i) => ["It is short.", "It is long enough now."][i]!,
    build: (g) => {
      const least = g.task("least", {}, () => 15);
      const a = g.agent("a", {
        needs: { least },
        model: "m",
        prompt: "Write it",
        attempts: 2,
        pause: 0,
        verify: ({ text, changed }, { least }) => {
          looked.push({ text, changed });
          return Promise.resolve(text.length < least ? `it has to have ${least} characters` : undefined);
        },
      });
      return { a };
    },
  });
  assert.deepEqual(outputs, { a: { text: "It is long enough now.", changed: [] } });
  assert.deepEqual(looked, [{ text: "It is short.", changed: [] }, { text: "It is long enough now.", changed: [] }]);
  assert.match(asked[1]!, /Attempt 1:\n<feedback>\nit has to have 15 characters\n<\/feedback>/);
});

Deno.test("an agent in code that is not taken fails with what was wrong, and looking at it is done once", async () => {
  let looked = 0;
  const { kind, reason } = await carriedOut({
    reply: () => "Words.",
    build: (g) => ({ a: g.agent("a", { model: "m", prompt: "Write", verify: () => (looked++, "it is dull") }) }),
  });
  assert.deepEqual([kind, looked], ["failed", 1]);
  assert.match(reason, /^the task `a` failed: it is dull/);
});

Deno.test("a look that says neither what is wrong nor nothing takes no work", async () => {
  const { kind, reason } = await carriedOut({
    reply: () => "Words.",
    build: (g) => ({ a: g.agent("a", { model: "m", prompt: "Write", verify: (() => false) as never }) }),
  });
  assert.equal(kind, "failed");
  assert.match(reason, /Cannot tell whether `a` is done: its `verify` gave `false`; give what is wrong, or nothing/);
});

Deno.test("an agent in code has ten minutes of work unless its task says otherwise, as one of a spec; a function has all it takes", () => {
  const g = new Builder();
  g.agent("usual", { model: "m", prompt: "Work" });
  g.agent("brief", { model: "m", prompt: "Work", timeout: 50 });
  g.task("free", {}, () => 1);
  assert.deepEqual(g.nodes.map(limitOf), [600_000, 50, undefined]);
});

/** How long the first attempt of a task may work. */
function limitOf(node: Node): number | undefined {
  const doing = performNode({ scene: {} as Scene, values: new Map() }, node), working = doing.next();
  if (working.done || working.value.say !== "fork") return undefined;
  const late = doing.next({ id: 0 });
  assert.ok(!late.done && late.value.say === "fork");
  const limit = late.value.start().next();
  assert.ok(!limit.done && limit.value.say === "perform" && limit.value.effect.do === "worked");
  return limit.value.effect.duration;
}
