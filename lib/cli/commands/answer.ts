import { inexactNumber } from "../../base/inexact_number.ts";
import type { RunHead, Store } from "../../app/vocabulary.ts";
import type { Json } from "../../base/json.ts";
import type { Awaited as AwaitedStep, StatusView } from "../../views/status_view.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { openToSteer } from "../open.ts";
import { argument, optional, value, word } from "../parameter.ts";
import { RUN } from "../shared_parameters.ts";
import { UsageError } from "../usage_error.ts";

/** `loom answer`. */
export const answer: Command = command({
  name: "answer",
  summary: "Answer a question that a run asks",
  details: [
    "`loom inbox` lists all open questions with their keys. KEY may be left out where a run asks one thing. A question of a " +
    "child run is answered by the child's name. Where there are choices, the beginning of one is enough; `loom show RUN --nodes` tells which text is which node. " +
    "Without choices, an answer that is JSON is taken as JSON and " +
    "anything else as text. The answer waits for a run that is paused, and is taken when it is resumed.",
  ],
  parameters: {
    run: RUN,
    at: optional("[KEY]", { about: "The step that asks, where several do", read: word }),
    value: argument("VALUE", { about: "The answer", read: word }),
    key: value("--key", { label: "KEY", about: "The step that asks, written so", read: word }),
  },
  examples: [
    { line: "loom answer @last yes", does: "answers the one question of the newest run" },
    { line: "loom answer changelog-7f3kq2 approve yes", does: "answers one of several" },
  ],
  run: async (host, { run, at, value: text, key = at }) => {
    if (at !== undefined && at !== key) {
      throw new UsageError(`Cannot answer at \`${at}\` and at \`${key}\`: write one of them`, "answer");
    }
    const { findRun } = await import("../../app/find_run.ts"), { readStatus } = await import("../../app/read_run.ts");
    using loom = await openToSteer(host);
    const head = await findRun(loom.store, run),
      view = await readStatus(loom.store, head),
      asked = questionOf(view, key);
    if (key === undefined && text === asked.key) throw new UsageError(noWords(view.name, asked.key), "answer");
    await refuseTwice(loom.store, head, asked);
    await loom.answer(view.name, readAnswer(text, asked), asked.key);
    const isDriven = view.status === "running" || view.status === "waiting";
    const resume = isDriven ? "" : `; ${await wayOn(loom.store, head)}`;
    note(host, `\`${view.name}\` is answered at \`${asked.key}\`${resume}`);
    return EXIT.ok;
  },
});

/** A key alone is the beginning of a command, not an answer. */
function noWords(name: string, key: string): string {
  return `Cannot answer \`${name}\` with \`${key}\`, which is the key of its question: write the answer after it`;
}

/** The first answer is taken: one more would be lost without a word. */
async function refuseTwice(store: Store, head: RunHead, { key }: AwaitedStep): Promise<void> {
  const { questionsOf } = await import("../../app/open_questions.ts");
  const asked = (await questionsOf(store, head)).find((one) => one.run === head.name && one.key === key);
  if (!asked?.answered) return;
  throw new UsageError(
    `Cannot answer \`${head.name}\` at \`${key}\` again: it is answered, and takes the first answer when it goes on`,
    "answer",
  );
}

/** How a run that rests takes its answer in: by itself, with the run it is a part of, or by its code. */
async function wayOn(store: Store, head: RunHead): Promise<string> {
  const { ancestors } = await import("../../app/ancestors.ts");
  const { name, planHash } = (await ancestors(store, head)).at(-1) ?? head;
  return planHash === undefined ? `\`loom why ${name}\` tells how it goes on` : `\`loom resume ${name}\` goes on`;
}

/** The question that is meant. Throws a UsageError that lists those there are. */
function questionOf({ name, awaited }: StatusView, key: string | undefined): AwaitedStep {
  const asked = awaited.filter(({ question }) => question !== undefined);
  const found = key === undefined ? asked : asked.filter((step) => step.key === key);
  if (found.length === 1) return found[0]!;
  if (asked.length === 0) {
    throw new UsageError(`Cannot answer \`${name}\`: it asks nothing; \`loom inbox\` lists all questions`, "answer");
  }
  const keys = asked.map((step) => `\`${step.key}\``).join(", ");
  throw new UsageError(
    key === undefined
      ? `Cannot tell which question of \`${name}\` is answered: write one of ${keys} before the answer`
      : `Cannot answer \`${name}\` at \`${key}\`: it asks at ${keys}`,
    "answer",
  );
}

/** A choice may be written by its beginning, where only one begins so: nodes have long names. */
function readAnswer(text: string, { choices }: AwaitedStep): Json {
  if (choices) {
    const meant = choices.includes(text) ? [text] : choices.filter((choice) => text !== "" && choice.startsWith(text));
    if (meant.length === 1) return meant[0]!;
    const known = choices.map((choice) => `\`${choice}\``).join(", ");
    throw new UsageError(`Cannot answer \`${text}\`: choose one of ${known}`, "answer");
  }
  try {
    const value = JSON.parse(text) as Json;
    return inexactNumber(text) === undefined ? value : text;
  } catch {
    return text;
  }
}
