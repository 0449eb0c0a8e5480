/** Agents whose models mean harm, and what came of them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Json } from "../../lib/base/json.ts";
import type { ModelRequest } from "../../lib/models/model.ts";
import type { ReplyCall } from "../../lib/models/scripted/options.ts";
import type { AgentCall, Permissions, PlanTool } from "../../lib/plan/mod.ts";
import { agent, follows, processPlan, task } from "../kinds/processing.ts";
import type { Worked, Working, Workshop } from "../process_scenarios/workshop.ts";
import { answersIn, builtIn, calls, NOTHING, turnsOf, workAt } from "../process_scenarios/workshop.ts";
import { snapshot } from "../tools/workspace/places.ts";

/** What an agent may use. */
export interface Reach {
  /** Tools of Loom's own. */
  readonly tools: readonly string[];
  /** Tools of the spec. */
  readonly own?: { readonly [name: string]: PlanTool };
  readonly permissions?: Partial<Permissions>;
  readonly agent?: Partial<AgentCall>;
  readonly working?: Working;
}

/** What came of an attack. */
export interface Attacked extends Worked {
  /** What was answered to each call, in order. */
  readonly said: readonly string[];
  /** Everything that the model was told, request by request. */
  readonly asked: readonly ModelRequest[];
}

/**
 * Has an agent make calls, a turn of them after the other, and then say that it is done. What is around its workspace
 * stays as it is, byte for byte.
 */
export async function attack(
  shop: Workshop,
  reach: Reach,
  turns: readonly (readonly ReplyCall[])[],
): Promise<Attacked> {
  const { tools: names, own = {}, permissions: granted, working } = reach, asked: ModelRequest[] = [];
  const permissions = { ...NOTHING, ...granted }, tools = { ...await builtIn(names, permissions), ...own };
  const m = follows((request) => {
    asked.push(request);
    const turn = turns[turnsOf(request)];
    return turn ? calls(...turn) : "Done.";
  });
  const settings = { tools: Object.keys(tools), turns: turns.length + 2, ...reach.agent };
  const plan = processPlan({ m }, [task("attack", agent("Do harm", settings))], { tools, permissions });
  const around = await snapshot(shop.outside), beside = namesAround(shop);
  const worked = await workAt(shop, plan, { m }, working);
  assert.deepEqual(await snapshot(shop.outside), around, "something outside was changed");
  assert.deepEqual(namesAround(shop), beside, "something appeared outside");
  const said = asked.length === 0 ? [] : answersIn(asked.at(-1)!);
  const unmade = said.filter((answer) => answer.includes("this call was not run") || answer.includes("cannot call `"));
  assert.deepEqual(unmade, [], "a call was not even made");
  return { ...worked, asked, said };
}

function namesAround({ outside }: Workshop): readonly string[] {
  return [...Deno.readDirSync(join(outside, ".."))].map(({ name }) => name).sort();
}

/** Everything that is kept of a run and told of it, as one text. */
export async function allOf({ store, rows, events, asked, said }: Attacked): Promise<string> {
  const { id } = await store.findRun("g"), changes = await store.changes.list(id, { undone: true });
  const contents: string[] = [];
  for (const hash of changes.flatMap((change) => Object.values(change.contents))) {
    contents.push(new TextDecoder().decode(await store.changes.content(hash)));
  }
  const parts: readonly unknown[] = [rows, events, asked, said, changes, contents, await store.plan(id)];
  return parts.map((part) =>
    Deno.inspect(part as Json, { depth: 100, strAbbreviateSize: Infinity, iterableLimit: Infinity })
  )
    .join("\n");
}
