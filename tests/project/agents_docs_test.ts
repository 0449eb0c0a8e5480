/** What the page about agents shows is what agents are told and what their results come to. */
import assert from "node:assert/strict";
import { compile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { confidenceOf } from "../../lib/kinds/process/confidence.ts";
import type { Track } from "../../lib/kinds/process/confidence.ts";
import type { AgentFailure } from "../../lib/kinds/agent/agent_task.ts";
import type { Model } from "../../lib/models/model.ts";
import { scripted } from "../../lib/models/scripted/scripted.ts";
import type { ToldProcess } from "../../lib/plan/mod.ts";
import { inFolder } from "../app/folders.ts";
import { textOf as textAsked } from "../process_scenarios/workshop.ts";
import { blocksOf } from "./paper.ts";
import { textOf } from "./tree.ts";

const PAGE = "docs/agents.md", page = textOf(PAGE), blocks = blocksOf(page);

/** Says what each task of the page's process has to come to. */
function writer(): Model {
  return scripted({
    reply: (request) => {
      const asked = textAsked(request), given = { path: "handbook.md", content: "# Tools\n\nAsk in the workshop.\n" };
      if (asked.includes("Somebody else has done a piece of work")) return '{"passed": true, "confidence": 0.9}';
      if (asked.includes("Which chapters")) return '{"chapters": ["Tools", "People"]}';
      return asked.includes("Created `handbook.md`")
        ? "handbook.md has both chapters."
        : `\`\`\`tool\n${JSON.stringify({ tool: "write_file", arguments: given })}\n\`\`\``;
    },
  });
}

Deno.test("the agent of the page about agents is shown what the page says, and its result is as sure as the page says", async () => {
  const spec = blocks.find(({ info }) => info === "yaml")!.text;
  const prompt = blocks.find(({ info }) => info === "text prompt")!.text.trimEnd();
  await inFolder(async (folder) => {
    const { plan, diagnostics } = await compile(spec, { folder });
    assert.deepEqual(diagnostics, []);
    const models = Object.fromEntries(Object.keys(plan!.models).map((name) => [name, writer()]));
    using loom = await openLoom({ memory: true, folder, models });
    const { run, kind, outputs } = await (await loom.start(plan!, { workspace: folder })).end;
    assert.equal(kind, "done");
    const rows = await loom.store.entries((await loom.store.findRun(run)).id, 0);
    const { value } = rows.find(({ key }) => key === "task/write/prompt")!;
    const told = (value as unknown as { readonly value: ToldProcess & { readonly told: "prompt" } }).value;
    assert.equal(told.text, prompt);
    const { write } = outputs as { readonly write: { readonly confidence: number } };
    assert.equal(write.confidence, 0.97);
  });
});

/** Tracks of the page, by what it says of them. */
const TRACKS: { readonly [said: string]: Track } = {
  "first attempt, every check holds, nobody judged": track({}),
  "first attempt, every check holds, a judge who is sure to 0.9": track({ judged: 0.9 }),
  "second of three attempts, every check holds, two of three votes for it, sure to 0.9": track({
    judged: 2 / 3 * 0.9,
    attempt: 2,
  }),
  "last of three attempts, one warning among four checks, half of the calls ok": track({
    checks: [true, true, true, false].map((passed) => ({ passed })),
    attempt: 3,
    calls: [true, false].map((ok) => ({ tool: "read_file", ok, input: { path: "notes.md" } })),
  }),
};

function track(more: Partial<Track>): Track {
  return { checks: [{ passed: true }], attempt: 1, attempts: 3, calls: [], ...more };
}

Deno.test("every example of confidence on the page about agents comes to what the page says", () => {
  const rows = new Map(
    [...page.matchAll(/^\| (.+?) +\| ([\d.]+) +\|$/gm)].map(([, said, sure]) => [said!, Number(sure)]),
  );
  for (const [said, track] of Object.entries(TRACKS)) assert.equal(rows.get(said), confidenceOf(track), said);
});

Deno.test("the page about agents tells of every way in which an agent comes to nothing", () => {
  const failures: { readonly [code in AgentFailure]: true } = {
    turns: true,
    blocked: true,
    answer: true,
    model: true,
    context: true,
  };
  for (const code of Object.keys(failures)) assert.match(page, new RegExp(`^\\| \`agent-${code}\` `, "m"));
});
