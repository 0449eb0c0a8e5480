import assert from "node:assert/strict";
import { processPlanOf, PROJECT, told } from "./processing.ts";

const NET = "permissions: {run: [git], net: [example.com, '127.0.0.1:8080']}";

/** What is found in a spec that declares one tool `t`, and calls it with these arguments. */
async function found(tool: string, given = ""): Promise<readonly string[]> {
  const task = given === "" ? "a: {tool: t}" : `a: {tool: t, with: {${given}}}`;
  return (await told({ more: `tools: {t: ${tool}}`, tasks: [task] })).filter((one) => !one.startsWith("unknown-key"));
}

async function toolOf(tool: string, given = ""): Promise<unknown> {
  const task = given === "" ? "a: {tool: t}" : `a: {tool: t, with: {${given}}}`;
  return (await processPlanOf({ more: `tools: {t: ${tool}}`, tasks: [task] })).tools["t"];
}

Deno.test("a program becomes a tool: its holes see the inputs and what it is given", async () => {
  const parameters = "{since: {type: date, description: The first day}, 'most?': 'int(1..9)'}";
  const tool =
    `{run: [git, log, "\${{ with.since }}", "\${{ default(with.most, 3) }}"], parameters: ${parameters}, timeout: 5s, read: json}`;
  assert.deepEqual(await toolOf(tool, "since: 2026-03-01"), {
    by: "command",
    facts: {
      name: "t",
      description: "Runs `git log ${{ with.since }} ${{ default(with.most, 3) }}`",
      parameters: {
        type: "object",
        properties: {
          since: { type: "string", format: "date", description: "The first day" },
          most: { anyOf: [{ type: "integer", minimum: 1, maximum: 9 }, { type: "null" }] },
        },
        required: ["since"],
        additionalProperties: false,
      },
      acts: ["run"],
      timeout: 5_000,
    },
    argv: ["git", "log", "${{ with.since }}", "${{ default(with.most, 3) }}"],
    reads: "json",
  });
  assert.deepEqual(await found(tool, "since: 2026-03-01, most: 10"), ["wrong-value 10"]);
  assert.deepEqual(await found(tool, "since: tomorrow"), ["wrong-value tomorrow"]);
  assert.deepEqual(await found('{run: [git, "${{ with.x }}"]}'), ["unknown-field x"]);
  assert.deepEqual(await found('{run: [git, "${{ tasks.a }}"]}'), ["unknown-name tasks"]);
  assert.deepEqual(await found("{run: [svn]}"), ["ungranted-program svn"]);
  assert.deepEqual(await found("{run: [git], parameters: {x: intt}}", "x: 3"), ["bad-shape intt"]);
});

Deno.test("parameters may be anything that has a shape", async () => {
  const parameters = "{kind: [a, b], list: list(int), deep: {type: {x: text, 'y?': number}}}";
  assert.deepEqual(await found(`{run: [git], parameters: ${parameters}}`, "kind: a, list: [1, 2], deep: {x: a}"), []);
  assert.deepEqual(await found(`{run: [git], parameters: ${parameters}}`, "kind: c, list: [x], deep: {y: 1}"), [
    "wrong-value c",
    "wrong-value x",
    "missing-key deep",
  ]);
});

async function http(spec: string, given = "", parameters = ""): Promise<readonly string[]> {
  const task = `  a: {tool: t${given === "" ? "" : `, with: {${given}}`}}`,
    takes = parameters === "" ? "" : `, parameters: {${parameters}}`;
  const text = ["loom: 1", "kind: process", NET, `tools: {t: {http: ${spec}${takes}}}`, "tasks:", task, ""].join("\n");
  const { findIn, shown } = await import("./compiling.ts");
  return (await findIn(text)).map(shown).map(([code, at]) => `${code} ${at}`);
}

Deno.test("an address is whole, and its host is granted as it is written", async () => {
  assert.deepEqual(await http('{url: "https://example.com/a?b=c"}'), []);
  assert.deepEqual(await http('{url: "https://example.com:443/"}'), []);
  assert.deepEqual(await http('{url: "http://127.0.0.1:8080/"}'), []);
  assert.deepEqual(await http('{url: "https://example.com/${{ with.x }}"}', "x: a", "x: text"), []);
  assert.deepEqual(await http("{url: {env: HOOK}}"), []);
  assert.deepEqual(await http('{url: "http://127.0.0.1:9090/"}'), ['ungranted-host "http://127.0.0.1:9090/"']);
  assert.deepEqual(await http('{url: "https://example.com.evil.org/"}'), [
    'ungranted-host "https://example.com.evil.org/"',
  ]);
  for (
    const url of [
      "https://${{ with.x }}/",
      "https://example.com${{ with.x }}",
      "${{ with.x }}",
      "https://example.com:${{ with.x }}/",
    ]
  ) {
    assert.deepEqual(await http(`{url: "${url}"}`, "x: a", "x: text"), [`bad-address "${url}"`]);
  }
  for (const url of ["example.com", "ftp://example.com/", "https://", "/a", "https://x y/"]) {
    assert.deepEqual(await http(`{url: "${url}"}`), [`bad-address "${url}"`]);
  }
});

Deno.test("secrets of an address stand by name in its url, headers and query, and nowhere else", async () => {
  const url = 'url: "https://example.com/"';
  assert.deepEqual(await http(`{${url}, headers: {authorization: {env: TOKEN}}, query: {key: {key: blog}}}`), []);
  assert.deepEqual(await http(`{${url}, headers: {authorization: Bearer abcdefghijklmnop}}`), [
    "literal-secret •••••••••••••••••••••••",
  ]);
  assert.deepEqual(await http(`{${url}, query: {token: abcdefghijklmnop}}`), ["literal-secret ••••••••••••••••"]);
  assert.deepEqual(await http('{url: "https://ann:secret123@example.com/"}'), [
    `literal-secret ${"•".repeat(36)}`,
  ]);
  assert.deepEqual(await http(`{${url}, method: {env: X}}`), ["misplaced-secret {env: X}"]);
  assert.deepEqual(await http(`{${url}, headers: {"a b": x}}`), ['bad-name "a b"']);
});

Deno.test("what is sent has a method that takes it", async () => {
  const request = async (spec: string) => {
    const more = `tools: {t: {http: {url: "https://example.com/", ${spec}}}}`;
    const text = ["loom: 1", "kind: process", NET, more, "tasks: {a: {tool: t}}", ""].join("\n");
    const { processPlanOfText } = await import("./processing.ts");
    const tool = (await processPlanOfText(text)).tools["t"];
    return tool?.by === "http" ? [tool.request, tool.facts.acts] : [];
  };
  const bare = { url: "https://example.com/", headers: {}, reads: "text" };
  assert.deepEqual(await request("headers: {}"), [{ method: "GET", ...bare }, ["net"]]);
  assert.deepEqual(await request("body: json"), [{ method: "POST", ...bare, body: "json" }, ["net", "write"]]);
  assert.deepEqual(await request("method: put, body: form"), [{ method: "PUT", ...bare, body: "form" }, [
    "net",
    "write",
  ]]);
  assert.deepEqual(await http('{url: "https://example.com/", method: GET, body: json}'), ["bad-address GET"]);
});

Deno.test("a tool that is a function is pinned, and may do what functions of the spec may", async () => {
  assert.deepEqual(await toolOf("{script: ./score.ts#rhythm, parameters: {text: text}}", "text: a"), {
    by: "script",
    facts: {
      name: "t",
      description: "Calls the function score.ts#rhythm",
      parameters: {
        type: "object",
        properties: { text: { type: "string" } },
        required: ["text"],
        additionalProperties: false,
      },
      acts: ["run"],
      timeout: 30_000,
    },
    script: "score.ts#rhythm",
  });
});

Deno.test("tools and servers that nobody uses are warnings, and a name of the program's own is an error", async () => {
  const more = "tools: {t: {run: [git]}, check_files: {run: [git]}}\nservers: {notes: {run: [git]}}";
  assert.deepEqual(await told({ more, tasks: ["a: {command: [git]}"] }), ["name-taken check_files"]);
  const idle = "tools: {t: {run: [git]}}\nservers: {notes: {run: [git]}}";
  assert.deepEqual(await told({ more: idle, tasks: ["a: {command: [git]}"] }), [
    "unused-tool t",
    "unused-server notes",
  ]);
});

Deno.test("tools of a server are named one by one, all at once, or under a name of the spec's own", async () => {
  const more =
    "models: {m: openai/gpt-5.2}\nservers: {notes: {run: [git], env: {KEY: {env: KEY}}}, gone: {run: [git]}}\n" +
    "tools: {find: {mcp: notes, tool: find-notes, description: Finds}, put: {mcp: gone, tool: put, description: Puts, parameters: {a: text}}}";
  const { tools, servers } = await processPlanOf({
    more,
    tasks: [
      "a: {tool: notes/find-notes, with: {query: x}}",
      "b: {agent: {model: m, prompt: x, tools: [notes/*]}}",
      "c: {tool: find, with: {query: x}}",
      "d: {tool: put, with: {a: x}}",
    ],
  });
  assert.deepEqual(
    Object.entries(tools).map((
      [name, tool],
    ) => [name, tool.by === "mcp" ? [tool.server, tool.tool, tool.facts.description] : tool]),
    [
      ["find", ["notes", "find-notes", "Finds"]],
      ["notes_add", ["notes", "add", "What add does"]],
      ["notes_find_notes", ["notes", "find-notes", "What find-notes does"]],
      ["put", ["gone", "put", "Puts"]],
    ],
  );
  assert.deepEqual(servers, { notes: { run: ["git"], env: { KEY: { env: "KEY" } } }, gone: { run: ["git"], env: {} } });
  const wrong = async (task: string) =>
    await told({ more: "servers: {notes: {run: [git]}, gone: {run: [git]}}", tasks: [task] });
  assert.deepEqual(await wrong("a: {tool: notes/find-nots, with: {query: x}}"), ["unknown-tool notes/find-nots"]);
  assert.deepEqual(await wrong("a: {tool: gone/find}"), ["lost-server {run: [git]}"]);
  assert.deepEqual(await wrong("a: {tool: notes/*}"), ["many-tools tool"]);
  assert.deepEqual(await wrong("a: {tool: notes/find-notes, with: {query: 3}}"), ["wrong-value 3"]);
});

Deno.test("servers are programs or hosts that are granted, and know nothing of a run", async () => {
  const server = async (text: string) => await told({ more: `servers: {s: ${text}}`, tasks: ["a: {tool: s/x}"] });
  assert.deepEqual((await server("{run: [npx, mcp]}"))[0], "ungranted-program npx");
  assert.deepEqual((await server('{url: "https://example.com/mcp"}'))[0], 'ungranted-host "https://example.com/mcp"');
  assert.deepEqual((await server('{run: [git], env: {A: "${{ inputs.x }}"}}'))[0], "unknown-name inputs");
  assert.ok((await server("{run: [git], url: x}")).includes("keys-apart url"));
});

Deno.test("what a spec says of a server's tool holds: its description, its parameters and its timeout", async () => {
  const own = async (more: string) => {
    const tools = `servers: {notes: {run: [git]}}\ntools: {add: {mcp: notes, tool: add${more}}}`;
    const { facts: { name, description, timeout, parameters } } =
      (await processPlanOf({ more: tools, tasks: ["a: {tool: add}"] })).tools["add"]!;
    return [name, description, timeout, Object.keys(parameters["properties"] as object)];
  };
  assert.deepEqual(await own(""), ["add", "What add does", 30_000, []]);
  assert.deepEqual(await own(", timeout: 5s"), ["add", "What add does", 5_000, []]);
  assert.deepEqual(await own(", description: Adds, timeout: 5s"), ["add", "Adds", 5_000, []]);
  const described = ", description: Adds, parameters: {'a?': text}";
  assert.deepEqual(await own(described), ["add", "Adds", 60_000, ["a"]]);
  assert.deepEqual(await own(`${described}, timeout: 2m`), ["add", "Adds", 120_000, ["a"]]);
});

Deno.test("a tool of a server takes no other tool's place, whatever both are called", async () => {
  const world = {
    ...PROJECT,
    server: () =>
      Promise.resolve({
        ok: true as const,
        tools: ["file", "command"].map((name) => ({ name, description: "Theirs", parameters: {}, acts: [] })),
      }),
  };
  const more = "models: {m: openai/gpt-5.2}\nservers: {read: {run: [git]}, run: {run: [git]}}\n" +
    "tools: {read_command: {run: [git]}}";
  const tasks = ["a: {agent: {model: m, prompt: x, tools: [read/*, run/command, read_file, read_command]}}"];
  const { tools } = await processPlanOf({ more, tasks }, world);
  const names = Object.entries(tools).map(([name, tool]) => `${name.replace(/_[0-9a-z]{6}$/, "_…")} ${tool.by}`);
  assert.deepEqual(names, [
    "read_command command",
    "read_command_… mcp",
    "read_file built-in",
    "read_file_… mcp",
    "run_command_… mcp",
  ]);
});

Deno.test("a free text that begins an argument is warned of, for a program may take it for an option", async () => {
  const loose = async (run: string, parameters = "{file: text, 'n?': int, kind: [a, b], any: any, day: date}") =>
    await found(`{run: ${run}, parameters: ${parameters}}`, "file: a, kind: a, any: 1, day: 2026-03-01");
  assert.deepEqual(await loose('[git, blame, "${{ with.file }}"]'), ["loose-argument  with.file "]);
  assert.deepEqual(await loose('[git, blame, "${{ with.file }}.txt", "${{ with.any }}"]'), [
    "loose-argument  with.file ",
    "loose-argument  with.any ",
  ]);
  assert.deepEqual(await loose("[git, \"${{ default(with.n, 3) > 2 ? with.file : 'x' }}\"]"), [
    "loose-argument  default(with.n, 3) > 2 ? with.file : 'x' ",
  ]);
  const fine = [
    '[git, blame, --, "${{ with.file }}"]',
    '[git, "--since=${{ with.file }}", "./${{ with.file }}"]',
    '[git, "${{ with.kind }}", "${{ with.day }}", "${{ default(with.n, 3) }}"]',
    '[git, "${{ \'./\' + with.file }}", "${{ inputs }}"]',
    '[git, "${{ size(with.file) + 1 }}"]',
  ];
  for (const run of fine) assert.deepEqual((await loose(run)).filter((one) => one.startsWith("loose")), [], run);
});
