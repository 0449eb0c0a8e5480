import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import type { LoomTool } from "../../lib/app/loom_options.ts";
import { program } from "../../lib/app/own_program.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { SecretError } from "../../lib/app/secrets.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import { ModelError } from "../../lib/models/model.ts";
import type { AutoloomPlan, Program } from "../../lib/plan/mod.ts";
import { demand, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { textAt, treeOf } from "../../lib/tree/tree.ts";
import { planModel } from "../kinds/plans.ts";
import { leftBehind, planFor, textOf } from "../kinds/growing.ts";
import { addEcho, echoFacts, flights, opened } from "./echo_provider.ts";
import { inFolder, textIn, withEnv } from "./folders.ts";

addEcho("echo");

const SECRET = "sk-of-tests/0123456789+x";

const models = {
  m: {
    ...planModel(echoFacts("echo")),
    options: { key: { env: "ECHO_KEY" }, headers: { "x-key": { env: "ECHO_KEY" } } },
  },
};

const SCRIPT = {
  entry: "score.ts",
  name: "default",
  modules: { "score.ts": 'export default () => { console.log("log " + Deno.env.get("ECHO_KEY")); return 1; };' },
  npm: [],
};

function echoing(more: Partial<AutoloomPlan> = {}): AutoloomPlan {
  return {
    ...planFor({}, { expand: { ...EXPAND, by: [{ model: "m", width: 3 }] }, ...more }),
    models,
  };
}

const EXPAND: AutoloomPlan["expand"] = {
  by: [],
  maxTokens: "64",
  sampling: {},
  extra: {},
  context: { tail: 500 },
  stop: [],
};

/** Every byte of every file in a folder, as text. */
function bytesIn(folder: string): string {
  let all = "";
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    all += isDirectory ? bytesIn(path) : new TextDecoder("latin1").decode(Deno.readFileSync(path));
  }
  return all;
}

Deno.test("a secret that a provider, a script and an error repeat reaches no file, no event and nobody", async () => {
  await inFolder((folder) =>
    withEnv({ ECHO_KEY: SECRET }, async () => {
      const events: RunEvent[] = [];
      const loom = await openLoom({ folder, db: `${folder}/.loom/loom.db`, on: (event) => events.push(event) });
      const plan = echoing({
        save: "out.txt",
        scripts: { judge: SCRIPT },
        permissions: { read: [], write: [], net: [], run: [], env: ["ECHO_KEY"] },
        grade: { by: "script", script: "judge" },
      });
      const end = await (await loom.start(plan, { name: "g", seed: 1 })).end;
      const { tree, rows } = await leftBehind(loom.store, "g");
      loom.close();
      assert.equal(end.kind, "done", end.reason);
      assert.ok(rows.some(({ value }) => JSON.stringify(value ?? null).includes("the key [ECHO_KEY] is refused")));
      assert.match(textOf(end), /Bearer \[ECHO_KEY\] and \[ECHO_KEY\] \d/);
      assert.equal(textOf(end), textIn(folder, "out.txt"));
      assert.ok(events.some((event) => event.type === "log" && event.text.includes("log [ECHO_KEY]")));
      const streamed = events.filter((event) => event.type === "text" && event.key === "round/1/expand/0");
      assert.match(
        streamed.map((event) => event.type === "text" ? event.text : "").join(""),
        /^ Bearer \[ECHO_KEY\] and/,
      );
      assert.ok(bytesIn(folder).includes("[ECHO_KEY]"));
      for (const left of [bytesIn(folder), JSON.stringify([events, end, rows, [...tree.nodes]])]) {
        for (const form of [SECRET, encodeURIComponent(SECRET), SECRET.slice(4, 16)]) {
          assert.equal(left.indexOf(form), -1, form);
        }
      }
      assert.deepEqual(opened.at(-1), { key: SECRET, headers: { "x-key": SECRET } }, "the provider itself gets it");
    })
  );
});

Deno.test("the text that a run goes on from is the masked one, so that a resume comes to the same text", async () => {
  const lived = async (pauseAt: number) => {
    const store = memoryStore();
    let rows = 0;
    const open = () =>
      openLoom({
        store,
        on: (event) => event.type === "entry" && ++rows === pauseAt && run?.pause(),
      });
    let run = await (await open()).start({ ...echoing(), uses: [] }, { name: "g", seed: 2 });
    for (let end = await run.end;; end = await run.end) {
      if (end.kind !== "paused") return { text: textOf(end), store };
      run = await (await open()).resume("g");
    }
  };
  await withEnv({ ECHO_KEY: SECRET }, async () => {
    const calm = await lived(Infinity), tree = treeOf("g", (await calm.store.document("g")).nodes);
    assert.ok([...tree.nodes.keys()].some((id) => textAt(tree, id) === calm.text));
    for (const at of [6, 9, 14]) assert.equal((await lived(at)).text, calm.text);
  });
});

Deno.test("a run whose secrets are missing is not begun: all of them are named, and nothing is left behind", async () => {
  const store = memoryStore(), loom = await openLoom({ store });
  const two = { m: { ...models.m, options: { key: { env: "ECHO_KEY" }, base_url: { key: "host-of-tests" } } } };
  await withEnv({ ECHO_KEY: undefined, XDG_CONFIG_HOME: "/nowhere" }, () =>
    assert.rejects(
      loom.start({ ...echoing(), models: two }, { name: "g" }),
      (error) => error instanceof SecretError && /`ECHO_KEY` is not set; .*no key `host-of-tests`/.test(error.message),
    ));
  assert.deepEqual([await store.runs(), await store.documents()], [[], []]);
});

Deno.test("a run that is resumed without its secrets stays as it is", async () => {
  const store = memoryStore(), loom = await openLoom({ store });
  await withEnv({ ECHO_KEY: SECRET }, async () => {
    const run = await loom.start({ ...echoing() }, { name: "g" });
    run.pause();
    await run.end;
  });
  const before = await store.entries(1, 0);
  await withEnv({ ECHO_KEY: undefined }, () => assert.rejects(loom.resume("g"), SecretError));
  assert.deepEqual(await store.entries(1, 0), before);
  await loom.cancel("g");
  assert.equal((await store.findRun("g")).status, "cancelled", "to cancel it nothing is needed");
});

Deno.test("a model that is handed in needs no secret of the plan's", async () => {
  const { dreamer } = await import("../kinds/growing.ts");
  const loom = await openLoom({ store: memoryStore(), models: { m: dreamer() } });
  await withEnv({ ECHO_KEY: undefined }, async () => {
    const end = await (await loom.start({ ...echoing() })).end;
    assert.equal(end.kind, "done");
  });
});

Deno.test("what tools and commands repeat is masked before anyone sees it", async () => {
  const tools: Record<string, LoomTool> = {
    tell: { description: "tells", run: () => ({ said: `it is ${SECRET}` }) },
    fail: {
      description: "fails",
      run: () => {
        throw new Error(`not ${SECRET}`);
      },
    },
  };
  const both = program("both@1", function* (): Program<unknown> {
    const made = yield* perform({
      do: "generate",
      key: "warm",
      model: "m",
      prompt: { form: "text", parts: [{ text: "a" }] },
      maxTokens: 9,
      sampling: {},
      seed: 1,
    });
    const told = yield* demand({ do: "tool", key: "tell", tool: "tell", input: null });
    const failed = yield* perform({ do: "tool", key: "fail", tool: "fail", input: null });
    const missing = yield* perform({ do: "tool", key: "none", tool: "none", input: null });
    return { made, told, failed, missing };
  });
  await withEnv({ ECHO_KEY: SECRET }, async () => {
    const { Secrets } = await import("../../lib/app/secrets.ts"),
      { userCode } = await import("../../lib/app/user_code.ts");
    const secrets = new Secrets();
    await secrets.find({ env: "ECHO_KEY" });
    const permissions = { read: [], write: [], net: [], run: ["echo"], env: [] };
    const code = userCode({
      plan: { ...echoing(), permissions },
      home: Deno.cwd(),
      tools,
      secrets,
      log: () => {},
    });
    const signal = new AbortController().signal;
    assert.deepEqual(await code.tool({ do: "tool", key: "a", tool: "tell", input: null }, signal), {
      ok: true,
      value: { said: "it is [ECHO_KEY]" },
    });
    assert.deepEqual(await code.tool({ do: "tool", key: "b", tool: "fail", input: null }, signal), {
      ok: false,
      failure: { code: "tool", message: "The tool `fail` failed: not [ECHO_KEY]" },
    });
    const ran = await code.command(["echo", SECRET], { signal });
    assert.ok(ran.ok && ran.value.stdout === "[ECHO_KEY]\n", JSON.stringify(ran));
    await code.close();
    const loom = await openLoom({ store: memoryStore(), tools });
    const end = await (await loom.start(both as unknown as OwnProgram<never, never, unknown>)).end;
    assert.match(JSON.stringify(end.outputs), /Cannot find the tool `none`/);
    assert.match(JSON.stringify(end.outputs), /Cannot find the model `m`/);
  });
});

Deno.test("scores and embeddings that fail do not tell the key either", async () => {
  const { openModel } = await import("../../lib/app/open_model.ts"),
    { Secrets } = await import("../../lib/app/secrets.ts");
  await withEnv({ ECHO_KEY: SECRET }, async () => {
    const model = await openModel({ secrets: new Secrets(), models: {}, plan: echoing() }, "m");
    await assert.rejects(
      model.score!({ prompt: "", texts: [] }, new AbortController().signal),
      (error) =>
        error instanceof ModelError && error.message === "cannot score with [ECHO_KEY]" &&
        !error.stack!.includes(SECRET),
    );
  });
});

Deno.test("a model makes as many calls at a time as its entry says", async () => {
  await withEnv({ ECHO_KEY: SECRET }, async () => {
    for (const concurrency of [1, 2]) {
      flights.most = 0;
      const loom = await openLoom({ store: memoryStore() });
      const plan = { ...echoing(), models: { m: { ...models.m, concurrency } } };
      await (await loom.start({ ...plan, expand: { ...EXPAND, by: [{ model: "m", width: 8 }] } })).end;
      assert.equal(flights.most, concurrency);
    }
  });
});
