/** The journal and its snapshots, in memory. */
import type { JsonObject } from "../../base/json.ts";
import { toJson } from "../../base/json.ts";
import type { Entry, Plan, RunStatus } from "../../plan/mod.ts";
import { booked } from "../booked.ts";
import type { AdoptionPart } from "../adoptions.ts";
import type { JournalPart } from "../journal.ts";
import type { NewPlan } from "../run_head.ts";
import { StoreError } from "../store_error.ts";
import type { Write } from "../write.ts";
import { addNote, nodesOf, notesOf, weave } from "./documents.ts";
import { reserve, settle } from "./purse.ts";
import type { MemoryRun, MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** The part of a store that is about the journal, over one state. */
export function memoryJournal(state: MemoryState): JournalPart & AdoptionPart {
  return {
    adopt: (id, epoch, adoption) => settled(() => adopt(state, { run: state.run(id), epoch, adoption })),
    append: (id, epoch, writes) => settled(() => append(state, { run: state.run(id), epoch, writes })),
    load: (id) =>
      settled(() => {
        const { snapshot, journal } = state.run(id);
        return { ...(snapshot ? { snapshot } : {}), entries: journal.filter(({ seq }) => seq >= (snapshot?.seq ?? 0)) };
      }),
    entries: (id, after, limit) =>
      settled(() => state.run(id).journal.filter(({ seq }) => seq > after).slice(0, limit)),
    entriesAt: (id, seqs) => settled(() => state.run(id).journal.filter(({ seq }) => seqs.includes(seq))),
  };
}

interface Batch {
  readonly run: MemoryRun;
  readonly epoch: number;
  readonly writes: readonly Write[];
}

/** Everything that can throw stands before everything that writes: a batch is in or it is not. */
function append(state: MemoryState, { run, epoch, writes }: Batch): readonly boolean[] {
  state.fence(run, epoch);
  const rows = writes.map((write): Write => ({
    ...write,
    entry: copyOf(write.entry),
    ...(write.snapshot === undefined ? {} : { snapshot: toJson(write.snapshot) }),
  }));
  for (const { entry: { seq } } of rows) refuseTaken(run, seq);
  const nodes = nodesOf(state, run, rows), notes = notesOf(rows);
  for (const node of nodes) weave(state, node);
  const others = rows.filter(({ entry }) => entry.type !== "intent");
  for (const { entry } of others) settle(run, entry);
  const accepted = rows.map(({ entry }) => entry.type !== "intent" || reserve(run, entry));
  rows.forEach(({ entry }, i) => accepted[i] && insert(run.journal, entry));
  for (const note of notes) addNote(state, run, note);
  for (const row of others) stand(run, row);
  return accepted;
}

function adopt(
  state: MemoryState,
  { run, epoch, adoption }: { readonly run: MemoryRun; readonly epoch: number; readonly adoption: NewPlan },
): void {
  const { plan, program, inputs, limits, entry } = adoption;
  const next = { plan: plan && toJson(plan) as unknown as Plan, inputs: toJson(inputs) as JsonObject };
  append(state, { run, epoch, writes: [{ entry }] });
  Object.assign(run, { ...next, made: { ...run.made, program }, limits: { ...limits } });
}

function copyOf(entry: Entry): Entry {
  const { booking } = entry;
  return toJson(booking ? { ...entry, booking: booked(booking) } : entry) as unknown as Entry;
}

function refuseTaken({ id, journal }: MemoryRun, seq: number): void {
  if (seq > (journal.at(-1)?.seq ?? 0) || !journal.some((entry) => entry.seq === seq)) return;
  throw new StoreError("broken", `Cannot write row ${seq} of run ${id}: it is there already`);
}

/** Rows stand by position; nearly always the newest is the last. */
function insert(journal: Entry[], entry: Entry): void {
  const after = journal.findLastIndex(({ seq }) => seq < entry.seq);
  journal.splice(after + 1, 0, entry);
}

/** What a row changes of the run beside the journal. */
function stand(run: MemoryRun, { entry, takes, snapshot }: Write): void {
  if (entry.type === "result" || entry.type === "done") run.steps++;
  run.inbox = run.inbox.filter(({ id }) => !takes?.includes(id));
  if (snapshot !== undefined) run.snapshot = { seq: entry.seq, state: snapshot };
  if (entry.type === "drive" || entry.type === "reopen") run.status = "running";
  else if (entry.type === "pause") run.status = "paused";
  else if (entry.type === "end") run.status = (entry.value as { readonly kind: RunStatus }).kind;
}
