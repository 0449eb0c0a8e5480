import type { Json } from "../base/json.ts";
import { isEnded } from "../engine/rest.ts";
import type { Message, RunHead, Store } from "../store/store.ts";
import type { OpenQuestion } from "../views/open_question.ts";
import { isFinal } from "./ended_earlier.ts";
import { readStatus } from "./read_run.ts";

/** Questions that all runs of a store ask, the oldest first. */
export async function openQuestions(store: Store): Promise<readonly OpenQuestion[]> {
  const asked: OpenQuestion[] = [];
  for (const run of await store.runs()) asked.push(...await questionsOf(store, run));
  return asked.sort((a, b) => a.since - b.since);
}

/** Questions that a run and its child runs ask. `root`: the run at the top. */
export async function questionsOf(
  store: Store,
  run: RunHead,
  root: Pick<RunHead, "name" | "planHash"> = run,
): Promise<readonly OpenQuestion[]> {
  if (isFinal(run)) return [];
  const asked = isEnded(run.status) ? [] : await ownQuestions(store, run, root);
  for (const child of await store.runs({ parent: run.id })) asked.push(...await questionsOf(store, child, root));
  return asked;
}

async function ownQuestions(
  store: Store,
  run: RunHead,
  root: Pick<RunHead, "name" | "planHash">,
): Promise<OpenQuestion[]> {
  const { name, title, status, awaited } = await readStatus(store, run);
  const open = awaited.filter(({ question }) => question !== undefined);
  const answers = open.length === 0 ? [] : (await store.inbox(run.id)).filter(({ kind }) => kind === "answer");
  return open.map(({ question, ...step }) => {
    const answered = answers.some((answer) => answersIt(answer, step));
    const top = { root: root.name, byCode: root.planHash === undefined };
    return { run: name, title, status, ...top, question: question!, ...step, answered };
  });
}

/** As the driver of the run will see it. */
function answersIt(
  { value }: Message,
  { key, choices }: { readonly key: string; readonly choices?: readonly string[] },
): boolean {
  const said = value as { readonly key?: string; readonly answer?: Json } | null;
  const isMeant = said?.key === undefined || said.key === key;
  return isMeant && (choices === undefined || choices.includes(said?.answer as string));
}
