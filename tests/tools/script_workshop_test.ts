import assert from "node:assert/strict";
import { join } from "node:path";
import type { Json } from "../../lib/base/json.ts";
import type { Permissions, PinnedScript } from "../../lib/plan/plan.ts";
import { pinScript } from "../../lib/tools/module_graph.ts";
import { openScripts } from "../../lib/tools/script_host.ts";
import { NOTHING, unchecked, withFolder, withScript } from "./scratch.ts";

/** Runs any code it is given; nothing the compiler refuses stands in its way. */
const OPEN = unchecked(
  `export const score = async (code: string) => await (0, eval)(\`(async () => { \${code} })()\`);`,
);

const SECRET = "not for scripts";

interface Attempt {
  readonly what: string;
  /** A body that returns what it could get hold of. `OUTSIDE` is a folder the script may not reach. */
  readonly code: string;
  readonly refused?: RegExp;
}

const ATTEMPTS: readonly Attempt[] = [
  { what: "read a file", code: `return await Deno.readTextFile("/etc/passwd")` },
  { what: "read the spec's own folder", code: `return await Deno.readTextFile("spec.yaml")` },
  { what: "list a folder", code: `return [...Deno.readDirSync("/")].length` },
  { what: "ask whether a file exists", code: `return (await Deno.stat("/etc/passwd")).size` },
  { what: "read by the modules of Node", code: `return (await import("node:fs")).readFileSync("/etc/passwd", "utf8")` },
  { what: "read by fetch", code: `return await (await fetch("file:///etc/passwd")).text()` },
  {
    what: "require a file",
    code: `return (await import("node:module")).createRequire("file:///OUTSIDE/")("./secret.json")`,
  },
  {
    what: "import a file as text",
    code: `return (await import("/etc/" + "passwd", { with: { type: "text" } })).default`,
  },
  { what: "import another file's code", code: `return (await import("file:///OUTSIDE/secret.ts")).secret` },
  {
    what: "import another file's data",
    code: `return (await import("file:///OUTSIDE/secret.json", { with: { type: "json" } })).default`,
  },
  {
    what: "import through a data URL",
    code: `return (await import("data:text/javascript,export { secret } from 'file:///OUTSIDE/secret.ts'")).secret`,
  },
  {
    what: "import through a blob",
    code:
      `return (await import(URL.createObjectURL(new Blob(["import x from 'file:///etc/passwd' with { type: 'text' }; export default x"], { type: "text/javascript" })))).default`,
  },
  {
    what: "start a worker from a file",
    code:
      `const worker = new Worker("file:///OUTSIDE/worker.ts", { type: "module" }); return await new Promise((done, fail) => { worker.onmessage = ({ data }) => done(data); worker.onerror = (event) => { event.preventDefault(); fail(new Error(event.message)); }; })`,
  },
  {
    what: "make a symbolic link",
    code: `Deno.symlinkSync("/etc/passwd", "link"); return await Deno.readTextFile("link")`,
  },
  { what: "make a hard link", code: `Deno.linkSync("/etc/passwd", "link"); return await Deno.readTextFile("link")` },
  { what: "read an environment variable", code: `return Deno.env.get("HOME")` },
  {
    what: "read the environment by the modules of Node",
    code: `return (await import("node:process")).default.env.HOME`,
  },
  { what: "read the environment from the system", code: `return await Deno.readTextFile("/proc/self/environ")` },
  { what: "write a file", code: `await Deno.writeTextFile("OUTSIDE/new.txt", "x"); return "written"` },
  { what: "write in the spec's folder", code: `await Deno.writeTextFile("new.txt", "x"); return "written"` },
  { what: "make a temporary file", code: `return await Deno.makeTempFile()` },
  {
    what: "write by a database",
    code: `const { DatabaseSync } = await import("node:sqlite"); return new DatabaseSync("OUTSIDE/new.db")`,
  },
  {
    what: "write by attaching a database",
    code:
      `const { DatabaseSync } = await import("node:sqlite"); new DatabaseSync(":memory:").exec("ATTACH 'OUTSIDE/new.db' AS a; CREATE TABLE a.t (x)"); return "written"`,
    refused: /too many attached databases/,
  },
  { what: "connect to this machine", code: `return (await Deno.connect({ hostname: "127.0.0.1", port: PORT })).rid` },
  { what: "fetch from this machine", code: `return (await fetch("http://127.0.0.1:PORT/")).status` },
  { what: "listen", code: `return Deno.listen({ port: 0 }).addr` },
  {
    what: "import from the network",
    code: `return await import("http://127.0.0.1:PORT/code.ts")`,
    refused: /--no-remote/,
  },
  {
    what: "import a package that was not pinned",
    code: `return await import("npm:" + "zod@4.6.7")`,
    refused: /npm specifiers|--no-npm/,
  },
  { what: "run a program", code: `return await new Deno.Command("true").output()` },
  {
    what: "run Deno with all permissions",
    code: `return await new Deno.Command(Deno.execPath(), { args: ["eval", "1"] }).output()`,
  },
  {
    what: "run a program by the modules of Node",
    code: `return (await import("node:child_process")).execFileSync("true", { env: {} })`,
  },
  { what: "end its parent", code: `Deno.kill(Deno.ppid, "SIGKILL"); return "killed"` },
  {
    what: "end its parent by the modules of Node",
    code: `(await import("node:process")).default.kill(Deno.ppid, 9); return "killed"`,
  },
  { what: "load a native library", code: `return Deno.dlopen("libc.so.6", {})` },
  { what: "name this machine", code: `return Deno.hostname()` },
  { what: "change the working folder", code: `Deno.chdir("/"); return Deno.cwd()` },
  {
    what: "be asked for more",
    code:
      `return (await Deno.permissions.request({ name: "read" })).state === "granted" || Promise.reject(new Error("Requires more"))`,
  },
];

Deno.test("a script that nothing has checked still reaches nothing that is not granted", async (t) => {
  const listener = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("export const secret = 1;"),
  );
  const outside = {
    "secret.ts": `export const secret = "${SECRET}";`,
    "secret.json": `{"secret":"${SECRET}"}`,
    "worker.ts": `postMessage("${SECRET}");`,
  };
  await withFolder(outside, async (folder) => {
    await withScript(OPEN, async (host, home) => {
      await Deno.writeTextFile(join(home, "spec.yaml"), SECRET);
      for (const { what, code, refused = /Requires|NotCapable/ } of ATTEMPTS) {
        await t.step(`it cannot ${what}`, async () => {
          const input = code.replaceAll("OUTSIDE", folder).replaceAll("file:////", "file:///").replaceAll(
            "PORT",
            String(listener.addr.port),
          );
          const outcome = await host.call("score", input);
          assert.ok(!outcome.ok, `it got ${JSON.stringify(outcome)}`);
          assert.match(outcome.message, refused);
        });
      }
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
        "secret.json",
        "secret.ts",
        "worker.ts",
      ]);
      assert.deepEqual([...Deno.readDirSync(home)].map(({ name }) => name), ["spec.yaml"]);
    });
  });
  await listener.shutdown();
});

Deno.test("imports that Deno could foresee are held back like any other", async (t) => {
  const imports = {
    "a static import of text":
      `import found from "../../../../etc/passwd" with { type: "text" };\nexport const score = () => found;`,
    "a static import by an absolute path":
      `import found from "/etc/passwd" with { type: "text" };\nexport const score = () => found;`,
    "a literal dynamic import":
      `export const score = async () => (await import("/etc/passwd", { with: { type: "text" } })).default;`,
    "a static import of code": `export { secret as score } from "file:///OUTSIDE/secret.ts";`,
    "a template that names a folder":
      "export const score = async (name: string) => (await import(`file:///OUTSIDE/${name}.ts`)).secret();",
    "a sum that names a folder":
      `export const score = async (name: string) => (await import("file:///OUTSIDE/" + name + ".ts")).secret();`,
  };
  await withFolder({ "secret.ts": `export const secret = () => "${SECRET}";` }, async (folder) => {
    for (const [what, text] of Object.entries(imports)) {
      await t.step(
        what,
        () =>
          withScript(unchecked(text.replaceAll("file:///OUTSIDE", `file://${folder}`)), async (host) => {
            const outcome = await host.call("score", "secret");
            assert.ok(!outcome.ok, `it got ${JSON.stringify(outcome)}`);
            assert.match(outcome.message, /Requires read access/);
          }),
      );
    }
  });
});

Deno.test("a link in a granted folder leads only to what is granted", async () => {
  const permissions: Permissions = { ...NOTHING, read: ["./data"] };
  await withFolder({ "out/secret.txt": SECRET, "in/data/open.txt": "open" }, async (folder) => {
    const home = join(folder, "in");
    await Deno.symlink(join(folder, "out/secret.txt"), join(home, "data/link"));
    await Deno.symlink(join(home, "data/open.txt"), join(home, "data/near"));
    await Deno.symlink(join(folder, "out/later.txt"), join(home, "data/dangling"));
    const host = openScripts({ scripts: { score: OPEN }, permissions, folder: home });
    const read = (path: string) => host.call("score", `return await Deno.readTextFile("${path}")`);
    try {
      assert.deepEqual(await read("data/open.txt"), { ok: true, value: "open", logs: "" });
      assert.deepEqual(await read("data/near"), { ok: true, value: "open", logs: "" });
      assert.ok(!(await read("data/link")).ok);
      await Deno.writeTextFile(join(folder, "out/later.txt"), SECRET);
      assert.ok(!(await read("data/dangling")).ok);
      assert.ok(!(await read("data/../spec.yaml")).ok);
    } finally {
      await host.close();
    }
  });
});

Deno.test("each grant gives what it names and not its neighbour", async () => {
  const listener = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response("hello"));
  const other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const permissions: Permissions = {
    read: ["./with, comma", "out.txt"],
    write: ["out.txt"],
    net: [`127.0.0.1:${listener.addr.port}`],
    run: ["echo"],
    env: ["GRANTED"],
  };
  const env = { PATH: Deno.env.get("PATH")!, HOME: "/nowhere", GRANTED: "yes", DENIED: "no" };
  await withScript(OPEN, async (host, folder) => {
    await Deno.mkdir(join(folder, "with, comma"));
    await Deno.writeTextFile(join(folder, "with, comma/a.txt"), "a");
    await Deno.writeTextFile(join(folder, "b.txt"), "b");
    const gets = async (code: string): Promise<Json> => {
      const outcome = await host.call("score", code);
      return outcome.ok ? outcome.value : outcome.code;
    };
    assert.equal(await gets(`return await Deno.readTextFile("with, comma/a.txt")`), "a");
    assert.equal(await gets(`return await Deno.readTextFile("b.txt")`), "script");
    assert.equal(
      await gets(`await Deno.writeTextFile("out.txt", "o"); return await Deno.readTextFile("out.txt")`),
      "o",
    );
    assert.equal(await gets(`await Deno.writeTextFile("b.txt", "o")`), "script");
    assert.equal(await gets(`return await (await fetch("http://127.0.0.1:${listener.addr.port}/")).text()`), "hello");
    assert.equal(await gets(`await Deno.connect({ hostname: "127.0.0.1", port: ${other.addr.port} })`), "script");
    assert.equal(await gets(`await import("http://127.0.0.1:${listener.addr.port}/code.ts")`), "script");
    assert.equal(await gets(`return Deno.env.get("GRANTED")`), "yes");
    assert.equal(await gets(`return Deno.env.get("DENIED")`), "script");
    const echo = `new Deno.Command("echo", { args: ["it runs"] }).output()`;
    assert.equal(await gets(`return new TextDecoder().decode((await ${echo}).stdout)`), "it runs\n");
    assert.equal(await gets(`await new Deno.Command("cat").output()`), "script");
    assert.equal(await gets(`await new Deno.Command("echo", { env: { LD_PRELOAD: "x" } }).output()`), "script");
  }, { permissions, env });
  other.close();
  await listener.shutdown();
});

Deno.test("a program that a script may run has a clean environment too", async () => {
  const env = { PATH: Deno.env.get("PATH")!, LANG: "C", GRANTED: "yes", DENIED: "no" };
  await withScript(OPEN, async (host) => {
    const outcome = await host.call(
      "score",
      `return new TextDecoder().decode((await new Deno.Command("env").output()).stdout)`,
    );
    assert.ok(outcome.ok);
    const names = String(outcome.value).trim().split("\n").map((line) => line.split("=")[0]!);
    assert.deepEqual(names.filter((name) => !/^(DENO_|NO_COLOR$|PWD$|_$|SHLVL$|OLDPWD$)/.test(name)).sort(), [
      "GRANTED",
      "LANG",
      "PATH",
    ]);
  }, { permissions: { ...NOTHING, run: ["env"], env: ["GRANTED"] }, env });
});

Deno.test("grants that cannot be given fail every call with the reason, and nothing runs", async () => {
  await withScript(`export const score = () => 1;`, async (host) => {
    for (let i = 0; i < 2; i++) {
      const outcome = await host.call("score", null);
      assert.ok(!outcome.ok);
      assert.equal(outcome.code, "crash");
      assert.match(outcome.message, /^`score` of `score\.ts` cannot be started: Cannot grant net `\*`: name a host/);
    }
  }, { permissions: { ...NOTHING, net: ["*"] } });
});

Deno.test("a script runs from its pinned text, whatever becomes of its files", async () => {
  const files = {
    "score.ts":
      `import { word } from "./word.ts";\nexport const score = async () => [word, (await import("./late.ts")).late];`,
    "word.ts": `export const word = "as pinned";`,
    "late.ts": `export const late = "too";`,
  };
  await withFolder(files, async (folder) => {
    const pinned = await pinScript({ root: folder, entry: "score.ts", name: "score" });
    assert.ok(pinned.ok);
    for (const name of Object.keys(files)) {
      await Deno.writeTextFile(join(folder, name), `export const word = "changed", late = word, score = () => word;`);
    }
    const host = openScripts({ scripts: { score: pinned.script }, permissions: NOTHING, folder });
    assert.deepEqual(await host.call("score", null), { ok: true, value: ["as pinned", "too"], logs: "" });
    await host.close();
  });
});

Deno.test("a pinned package runs from the user's cache, and no other package does", async () => {
  await withFolder({
    "score.ts":
      `import { z } from "npm:zod@4.6.7";\nexport const score = async (code: string) => code ? await (0, eval)(code) : z.number().safeParse(1).success;`,
  }, async (folder) => {
    const pinned = await pinScript({ root: folder, entry: "score.ts", name: "score" });
    assert.ok(pinned.ok);
    const missing: PinnedScript = {
      ...unchecked(`import "npm:zod@0.0.1";\nexport const score = 1;`),
      npm: ["zod@0.0.1"],
    };
    const host = openScripts({ scripts: { score: pinned.script, missing }, permissions: NOTHING, folder });
    try {
      assert.deepEqual(await host.call("score", ""), { ok: true, value: true, logs: "" });
      const other = await host.call("score", `import("npm:" + "yaml@2.9.1").then(() => "loaded")`);
      assert.ok(!other.ok);
      assert.match(other.message, /lockfile is out of date/);
      const absent = await host.call("missing", null);
      assert.ok(!absent.ok);
      assert.match(absent.message, /cannot be loaded: TypeError: .*zod/);
    } finally {
      await host.close();
    }
  });
});

Deno.test("a plan whose modules would be written elsewhere is not run", async () => {
  for (const path of ["../escape.ts", "a/../../escape.ts", "/tmp/escape.ts", "", "a//b.ts"]) {
    await withScript({ ...unchecked(""), modules: { [path]: "" } }, async (host) => {
      const outcome = await host.call("score", null);
      assert.ok(!outcome.ok);
      assert.match(outcome.message, /its path leads outside$/);
    });
  }
});
