/** A judge that answers in a form of the spec's own. */
import type { Json, JsonObject } from "../../base/json.ts";
import type { Values } from "../../expr/evaluate.ts";
import { parseShape } from "../../expr/parse_shape.ts";
import { typeName } from "../../expr/types.ts";
import type { JudgeCall, Part, Program } from "../../plan/mod.ts";
import { all } from "../../plan/mod.ts";
import { askJudge } from "../ask_judge.ts";
import { textOf } from "../value_of.ts";
import type { Attempt } from "./attempt.ts";
import { allOf, attempt } from "./attempt.ts";
import { middle } from "./middle.ts";
import { speaksOf } from "./mentions.ts";
import type { Draft, Round } from "./state.ts";

/** What is judged. */
export interface Judging {
  /** Key of the first sample, without its number. */
  readonly key: string;
  readonly judge: JudgeCall;
  readonly draft: Pick<Draft, "node">;
  /** What templates may speak of. */
  readonly values: Values;
}

/** Asks the judge as often as the plan says; each sample is tried for itself, so that none is bought again for another. */
export function* askMarks(round: Round, judging: Judging): Program<Attempt<Json>> {
  const { key, judge: { samples } } = judging;
  const answers = allOf(
    yield* all(
      Array.from(
        { length: samples },
        (_, s) => () => attempt(round, `${key}/${s}`, (step) => askOnce(round, { ...judging, key: step })),
      ),
    ),
  );
  return answers.ok ? { ok: true, value: middle(answers.value as readonly JsonObject[]) } : answers;
}

function* askOnce(round: Round, { key, judge, draft, values }: Judging): Program<Json> {
  const { system } = judge, field = "score.judge";
  return yield* askJudge(round, {
    key,
    again: (asked) => `${key}/asked/${asked}`,
    grade: judge,
    ...(system === undefined ? {} : {
      system: textOf(round, { field: `${field}.system`, expression: system }, values),
    }),
    parts: [
      { text: textOf(round, { field: `${field}.prompt`, expression: judge.prompt }, values) },
      ...unlessSpoken(round, { judge, draft }),
      { text: `\n\nAnswer with JSON of this form and nothing else: ${formOf(judge.returns)}` },
    ],
    returns: { as: "json", shape: judge.returns },
    read: (answer) => ({ answer }),
  });
}

/** A prompt that does not speak of the candidate is given its text. */
function unlessSpoken(
  { context: { document } }: Round,
  { judge: { prompt, system }, draft }: Pick<Judging, "judge" | "draft">,
): readonly Part[] {
  if ([prompt, system ?? ""].some((text) => speaksOf(text, "candidate"))) return [];
  return [{ text: "\n\n<text>\n" }, { path: { document, node: draft.node } }, { text: "\n</text>" }];
}

function formOf(shape: Json): string {
  const parsed = parseShape(shape);
  return parsed.ok ? typeName(parsed.type) : JSON.stringify(shape);
}
