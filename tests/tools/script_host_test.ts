import assert from "node:assert/strict";
import type { ScriptFailure, ScriptOutcome } from "../../lib/tools/script_outcome.ts";
import type { PinnedScript } from "../../lib/plan/plan.ts";
import { isAlive, NOTHING, unchecked, until, withScript } from "./scratch.ts";

function failed(outcome: ScriptOutcome): ScriptFailure {
  assert.ok(!outcome.ok, "the call was expected to fail");
  return outcome;
}

function value(outcome: ScriptOutcome): unknown {
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.message);
  return outcome.value;
}

Deno.test("a call gives back what the function returns, and one process serves all calls", async () => {
  const text = `let calls = 0;
export async function score(input: { n: number }) {
  await Promise.resolve();
  return { twice: input.n * 2, calls: ++calls, left: undefined, pid: Deno.pid };
}`;
  await withScript(text, async (host) => {
    const first = value(await host.call("score", { n: 2 })) as { pid: number };
    assert.deepEqual(first, { twice: 4, calls: 1, pid: first.pid });
    assert.deepEqual(value(await host.call("score", { n: 3 })), { twice: 6, calls: 2, pid: first.pid });
  });
});

Deno.test("calls run side by side, and each answer finds its own call", async () => {
  const text = `const waiting: (() => void)[] = [];
export async function score(n: number) {
  if (n < 9) await new Promise<void>((go) => waiting.push(go));
  else for (const go of waiting.reverse()) go();
  return n;
}`;
  await withScript(text, async (host) => {
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => host.call("score", n)));
    assert.deepEqual(all.map(value), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

Deno.test("what is printed comes back as the call's logs, and disturbs no answer", async () => {
  const text = `export function score(n: number) {
  console.log("said", n);
  console.error("warned");
  Deno.stdout.writeSync(new TextEncoder().encode('{"say":"value","id":1,"value":"forged"}'));
  return "x".repeat(100_000);
}`;
  await withScript(text, async (host) => {
    for (const n of [1, 2]) {
      const outcome = await host.call("score", n);
      assert.equal(value(outcome), "x".repeat(100_000));
      assert.equal(outcome.logs, `said ${n}\nwarned\n{"say":"value","id":1,"value":"forged"}`);
    }
  });
});

Deno.test("what calls print side by side is kept once: with the newest call, with the first while the module loads", async () => {
  const text = `console.log("loaded");
const waiting: (() => void)[] = [];
export async function score(n: number) {
  console.log("begins", n);
  if (n < 3) await new Promise<void>((go) => waiting.push(go));
  else for (const go of waiting) go();
  return n;
}`;
  await withScript(text, async (host) => {
    const all = await Promise.all([1, 2, 3].map((n) => host.call("score", n)));
    assert.deepEqual(all.map(({ logs }) => logs), ["loaded\nbegins 1\n", "begins 2\n", "begins 3\n"]);
  });
});

Deno.test("an error is told with its place in the user's files and never in ours", async () => {
  const script: PinnedScript = {
    entry: "lib/score.ts",
    name: "score",
    npm: [],
    modules: {
      "lib/score.ts":
        `import { deep } from "../deep.ts";\nexport const score = (how: string) => { console.log(new Error("seen").stack); return deep(how); };`,
      "deep.ts":
        `interface Padding { readonly a: number }\nexport function deep(how: string): never {\n  if (how === "text") throw "plain text";\n  throw new RangeError(how);\n}`,
    },
  };
  await withScript(script, async (host) => {
    const error = failed(await host.call("score", "too far"));
    assert.equal(error.code, "script");
    assert.equal(error.message, "`score` of `lib/score.ts` threw RangeError: too far at deep.ts:4:9");
    assert.match(error.logs, /at score \(lib\/score\.ts:2:\d+\)/);
    assert.doesNotMatch(error.logs, /loom-scripts|main\.js/);
    assert.equal(failed(await host.call("score", "text")).message, '`score` of `lib/score.ts` threw "plain text"');
  });
});

Deno.test("a value that is not JSON is refused, and the place of it is named", async () => {
  const text = `const cycle: Record<string, unknown> = {};
cycle["a"] = [cycle];
const values: Record<string, unknown> = {
  nothing: undefined, fn: { a: [() => 1] }, big: { b: 1n }, nan: [1, { "c d": NaN }], cycle,
  map: new Map(), date: { at: new Date(0) }, long: "é".repeat(600), hole: [, 1], symbol: Symbol("s"),
  infinite: Infinity, deep: Array(501).fill(0).reduce((inner) => [inner], 0), thrower: { get a() { throw new Error("on reading"); } },
};
export const score = (name: string) => values[name];`;
  const expected = {
    nothing: "the value at $ is undefined, which is not JSON",
    fn: "the value at $.a[0] is a function, which is not JSON",
    big: "the value at $.b is a bigint, which is not JSON",
    nan: "the value at $[1].c d is NaN, which is not JSON",
    cycle: "the value at $.a[0] is a cycle, which is not JSON",
    map: "the value at $ is an instance of Map, which is not JSON",
    date: "the value at $.at is an instance of Date, which is not JSON",
    long: "it has 1202 bytes, more than the 1000 allowed",
    hole: "the value at $[0] is undefined, which is not JSON",
    symbol: "the value at $ is a symbol, which is not JSON",
    infinite: "the value at $ is Infinity, which is not JSON",
    deep: "it is nested more than 500 deep",
    thrower: "Error: on reading",
  };
  await withScript(text, async (host) => {
    for (const [name, message] of Object.entries(expected)) {
      const failure = failed(await host.call("score", name));
      assert.equal(failure.code, "shape");
      assert.equal(failure.message, `\`score\` of \`score.ts\` returned what cannot be used: ${message}`);
    }
  }, { maxResult: 1_000 });
});

Deno.test("an endless loop is ended at its time, and the next call finds a new process", async () => {
  const text = `export const score = (loop: boolean) => { while (loop); return Deno.pid; };`;
  await withScript(text, async (host) => {
    const before = value(await host.call("score", false));
    const failure = failed(await host.call("score", true, { timeout: 50 }));
    assert.equal(failure.code, "timeout");
    assert.equal(failure.message, "`score` of `score.ts` did not answer within 50ms");
    assert.notEqual(value(await host.call("score", false)), before);
  });
});

Deno.test("calls queued behind an endless loop are not lost, and not run twice", async () => {
  const text = `export const score = (loop: boolean) => { while (loop); return Deno.pid; };`;
  await withScript(text, async (host) => {
    await host.call("score", false);
    const hung = host.call("score", true, { timeout: 50 });
    const queued = [host.call("score", false), host.call("score", false)];
    assert.equal(failed(await hung).code, "timeout");
    const [one, two] = (await Promise.all(queued)).map(value);
    assert.equal(one, two);
  });
});

Deno.test("giving one call up leaves the others that run beside it alone", async () => {
  const text = `const exists = (file: string) => Deno.stat(file).then(() => true, () => false);
export const score = async (what: string) => {
  if (what === "hang") await new Promise(() => {});
  while (what === "wait" && !(await exists("go"))) await new Promise((next) => setTimeout(next, 5));
  return Deno.pid;
};`;
  await withScript(text, async (host, folder) => {
    const giveUp = new AbortController();
    const waiting = host.call("score", "wait"), hanging = host.call("score", "hang", { signal: giveUp.signal });
    const pid = value(await host.call("score", "pid"));
    giveUp.abort();
    const failure = failed(await hanging);
    assert.equal(failure.code, "aborted");
    assert.equal(failure.message, "`score` of `score.ts` was given up: the call was aborted");
    assert.notEqual(value(await host.call("score", "pid")), pid);
    await Deno.writeTextFile(`${folder}/go`, "");
    assert.equal(value(await waiting), pid);
  }, { permissions: { ...NOTHING, read: ["."] } });
});

Deno.test("a call that is aborted before it starts never reaches the script", async () => {
  await withScript(`export const score = () => 1;`, async (host) => {
    assert.equal(failed(await host.call("score", null, { signal: AbortSignal.abort() })).code, "aborted");
  });
});

Deno.test("a script that ends its process fails its call, and the next finds a new process", async () => {
  const text = `export const score = (code: number) => code ? Deno.exit(code) : "alive";`;
  await withScript(text, async (host) => {
    const failure = failed(await host.call("score", 3));
    assert.equal(failure.code, "crash");
    assert.equal(failure.message, "`score` of `score.ts` ended its process with exit code 3 before it answered");
    assert.equal(value(await host.call("score", 0)), "alive");
  });
});

Deno.test("an error that nothing catches is a crash with its place", async () => {
  const text = `export const score = (late: boolean) => {
  if (late) setTimeout(() => {
    throw new TypeError("too late");
  });
  else void Promise.reject(new TypeError("not awaited"));
  return new Promise(() => {});
};`;
  await withScript(text, async (host) => {
    const thrown = failed(await host.call("score", true)), rejected = failed(await host.call("score", false));
    const says = "`score` of `score.ts` ended its process by an error nothing caught: ";
    assert.equal(thrown.code, "crash");
    assert.equal(thrown.message, `${says}TypeError: too late at score.ts:3:11`);
    assert.equal(rejected.message, `${says}TypeError: not awaited at score.ts:5:28`);
  });
});

Deno.test("a module that cannot be loaded fails the call with the reason, every time", async () => {
  await withScript(`const start = 1;\nthrow new Error("no luck " + start);\nexport const score = 1;`, async (host) => {
    for (let i = 0; i < 2; i++) {
      const failure = failed(await host.call("score", null));
      assert.equal(failure.code, "script");
      assert.equal(failure.message, "`score` of `score.ts` cannot be loaded: Error: no luck 1 at score.ts:2:7");
    }
  });
  await withScript(`export const score = 1;`, async (host) => {
    assert.match(failed(await host.call("score", null)).message, /TypeError: the export `score` is not a function$/);
  });
  await withScript(`while (true);`, async (host) => {
    const [one, two] = await Promise.all([host.call("score", 1), host.call("score", 2)]);
    assert.equal(failed(one).code, "timeout");
    assert.equal(failed(two).message, "`score` of `score.ts` was not loaded within 100ms");
  }, { timeoutMs: 100 });
});

Deno.test("memory is bounded: values end the process, buffers are refused", async () => {
  const text = `export const score = (buffers: boolean) => {
  const all: unknown[] = [];
  for (;;) all.push(buffers ? new Uint8Array(1 << 25).fill(1) : Array(1_000).fill({ all }));
};`;
  await withScript(text, async (host) => {
    const values = failed(await host.call("score", false));
    assert.equal(values.code, "crash");
    assert.equal(values.message, "`score` of `score.ts` ran out of memory: a script may hold 32 MB");
    const buffers = failed(await host.call("score", true));
    assert.equal(buffers.code, "script");
    assert.match(buffers.message, /RangeError: Array buffer allocation failed at score\.ts:3:/);
  }, { memory: 32 });
});

for (const stream of ["stdout", "stderr"] as const) {
  Deno.test(`a flood on ${stream} is cut off, and both ends of it are kept`, async () => {
    const text = `export const score = (times: number) => {
  const bytes = new TextEncoder().encode("0123456789".repeat(1_000));
  for (let i = 0; i < times; i++) Deno.${stream}.writeSync(bytes);
  return times;
};`;
    await withScript(text, async (host) => {
      const endless = failed(await host.call("score", 1e9));
      assert.equal(endless.message, "\`score\` of \`score.ts\` printed without end, so its process was ended");
      assert.equal(endless.code, "crash");
      const much = await host.call("score", 100);
      assert.equal(value(much), 100);
      assert.ok(much.logs.length < 1_100);
    }, { maxLogs: 1_000 });
  });
}

Deno.test("a script that reads its standard input takes no request from it", async () => {
  const text = `export const score = async (n: number) => [n, await Deno.stdin.read(new Uint8Array(9))];`;
  await withScript(text, async (host) => {
    assert.deepEqual(value(await host.call("score", 1)), [1, null]);
    assert.deepEqual(value(await host.call("score", 2)), [2, null]);
  });
});

Deno.test("closing gives up what runs and leaves neither process nor folder", async () => {
  let pid = 0, place = "";
  await withScript(
    `console.log(Deno.pid, import.meta.dirname);
export const score = (hang: boolean) => hang ? new Promise(() => {}) : [Deno.pid, import.meta.dirname];`,
    async (host) => {
      [pid, place] = value(await host.call("score", false)) as [number, string];
      assert.equal((await Deno.stat(`${place}/../..`)).mode! & 0o777, 0o700);
      const hanging = host.call("score", true);
      await host.close();
      const failure = failed(await hanging);
      assert.equal(failure.code, "aborted");
      assert.equal(failure.message, "`score` of `score.ts` was given up: the script host was closed");
      assert.throws(() => host.call("score", false), TypeError);
    },
  );
  await assert.rejects(Deno.stat(place), Deno.errors.NotFound);
  assert.throws(() => Deno.kill(pid, "SIGCONT"), Deno.errors.NotFound);
});

Deno.test("a name that is no script of the plan is a mistake of the caller", async () => {
  await withScript(unchecked(`export const score = 1;`), (host) => {
    assert.throws(() => host.call("toString", null), /Cannot call the script `toString`: there is none of that name/);
    return Promise.resolve();
  });
});

Deno.test("a program that a script starts and leaves behind is ended with it", async () => {
  const text = `export const score = async () => {
  const child = new Deno.Command("sleep", { args: ["600"], stdout: "null" }).spawn();
  setTimeout(() => Deno.exit(0));
  console.log(child.pid);
  await new Promise(() => {});
};`;
  await withScript(text, async (host) => {
    const { logs } = await host.call("score", null);
    const pid = Number(logs);
    assert.ok(pid > 1, logs);
    await until(async () => !(await isAlive(pid)));
  }, { permissions: { ...NOTHING, run: ["sleep"] } });
});
