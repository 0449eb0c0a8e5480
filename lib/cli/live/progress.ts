/**
 * What a run that is driven here looks like at a moment: a fold of its events. Knows no terminal.
 *
 * @module
 */
import type { RunEvent } from "../../app/vocabulary.ts";
import type { Json } from "../../base/json.ts";
import type { Booking, Effect, Entry, Limits, Note } from "../../plan/mod.ts";
import type { ProcessFold } from "../../views/process_view.ts";
import { toldIn } from "../../views/rounds.ts";
import { describeEntry, outcomeIn } from "../describe_entry.ts";
import { isBest, roundLine } from "../round_words.ts";
import { shortIds } from "../short_ids.ts";
import type { LiveStep } from "./live_step.ts";
import { groupOf, isAsked, isBusy, KEPT, liveStep, markDraft } from "./live_step.ts";
import type { EarlierRounds } from "./loop_progress.ts";
import { LoopProgress, toldMilestone } from "./loop_progress.ts";
import type { Milestone } from "./milestone.ts";
import { notedMilestone, roundMilestone } from "./milestone.ts";
import { raiseLimits } from "./raise_limits.ts";
import { Speed } from "./speed.ts";

/** What is known of a run when its driving begins. */
export interface Beginning {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly name: string;
  /** Names of the models it uses. */
  readonly models: readonly string[];
  readonly limits: Limits;
  readonly spent: Booking;
  /** Milliseconds of working time used before. */
  readonly wall: number;
  /** Questions, by run and key, that were answered while nobody drove it: nobody has to be told to answer them. */
  readonly answered?: ReadonlySet<string>;
  /** What it has written before. */
  readonly best?: { readonly text: string; readonly node?: string };
  /** Its nodes hold whole texts, not continuations. */
  readonly whole?: true;
  /** What its rounds have come to before. */
  readonly rounds?: EarlierRounds;
  /** A process: its tasks before its driving began here, and what it is all for. */
  readonly process?: { readonly fold: ProcessFold; readonly goal?: string };
}

/** Who hears of a run's progress. */
export interface Listener {
  /** Is told what is worth a line that stays. */
  readonly tell: (milestone: Milestone) => void;
  /** Is asked for the text that ends at a node which was made before; answers with {@link Progress.learn}. */
  readonly ask: (node: string) => void;
}

/** A run that is driven here. */
export class Progress {
  readonly beginning: Beginning;
  /** The round that is under way, as `round/3`; undefined before the first. */
  group: string | undefined;
  /** Steps of the round, in the order in which they were asked for. */
  readonly steps: Map<string, LiveStep> = new Map();
  spent: Booking;
  /** Its limits; they rise when it is given more. */
  limits: Limits;
  /** The end of the best text so far. */
  text = "";
  /** A person wants it to stop, and it comes to rest. */
  stopping = false;
  readonly speed: Speed = new Speed();
  /** Its rounds, as it tells of them. */
  readonly loop: LoopProgress;
  /** The round that has been told: its line is not told again. */
  #toldGroup: string | undefined;
  #tails = new Map<string, string>();
  #parents = new Map<string, string | null>();
  #spentBefore: number;
  #worked = 0;
  #workedAt: number;
  readonly #planted = new Map<string, string>();
  readonly #tell: Listener["tell"];
  readonly #ask: Listener["ask"];

  /** Begins where the run stands. */
  constructor(beginning: Beginning, { tell, ask }: Listener) {
    this.beginning = beginning;
    this.#tell = tell;
    this.#ask = ask;
    this.spent = beginning.spent;
    this.limits = beginning.limits;
    this.#spentBefore = beginning.spent.usd;
    this.#workedAt = beginning.at;
    this.loop = new LoopProgress(beginning.rounds);
    const { best } = beginning;
    if (best) this.text = best.text.slice(-KEPT);
    if (best?.node !== undefined) this.#tails.set(best.node, this.text);
  }

  /** Milliseconds of working time: it stands while all only wait. */
  wallAt(now: number): number {
    const steps = [...this.steps.values()], waits = steps.some(isAsked) && !steps.some(isBusy);
    if (!waits) this.#worked += Math.max(0, now - this.#workedAt);
    this.#workedAt = now;
    return this.beginning.wall + this.#worked;
  }

  /** Takes in what has happened. */
  take(event: RunEvent, at: number): void {
    switch (event.type) {
      case "started":
        return this.#start(event, at);
      case "text":
        return this.#arrive(event, at);
      case "entry":
        return this.#enter(event, at);
      case "retry":
        return this.#retry(event, at);
      case "saved":
        return;
      case "unsaved": {
        const { path, reason } = event;
        const text = `Cannot save to \`${path}\`: ${reason}; the run goes on, and the next save tries again`;
        return this.#tell({ at, text, style: "warn" });
      }
      case "log":
        return this.#tell(notedMilestone(event, at));
    }
  }

  /** Closes the round that is under way: its line is told. */
  finish(at: number): void {
    const { group } = this, isTold = group !== undefined && group === this.#toldGroup;
    const milestone = isTold
      ? undefined
      : roundMilestone({ group, steps: [...this.steps.values()], at, cost: this.#costOfRound() });
    if (milestone) this.#tell(milestone);
    this.steps.clear();
  }

  #start({ effect, run }: Extract<RunEvent, { type: "started" }>, at: number): void {
    const group = groupOf(effect.key);
    if (effect.do === "annotate") return this.#annotate(effect.notes);
    if (effect.do === "weave") return this.#plant(effect);
    const step = liveStep(effect);
    if (!step) return;
    if (group !== this.group && run === this.beginning.name) {
      this.finish(at);
      this.group = group;
    }
    this.steps.set(idOf(run, effect.key), step);
    if (effect.do === "ask") this.#tellQuestion(effect, { run, at });
    if (effect.do === "generate" && effect.weave) this.#parents.set(idOf(run, effect.key), effect.weave.parent);
  }

  #tellQuestion(
    { key, question, choices = [] }: Extract<Effect, { do: "ask" }>,
    { run, at }: { readonly run: string; readonly at: number },
  ): void {
    if (this.beginning.answered?.has(idOf(run, key))) return;
    this.#tell({
      at,
      text: `${key} asks: ${question} (\`loom answer ${run} VALUE\`)`,
      style: "accent",
    });
    const short = shortIds(choices);
    for (const { node, label, text } of this.steps.values()) {
      if (node === undefined || !choices.includes(node)) continue;
      this.#tell({ at, text: `${short(node)} is ${label}: ${text.trim()}`, isDrawn: true });
    }
  }

  #arrive({ run, key, text }: Extract<RunEvent, { type: "text" }>, at: number): void {
    const step = this.steps.get(idOf(run, key));
    this.speed.arrive(at, text.length);
    if (!step) return;
    if (step.state !== "streaming") step.text = "", step.length = 0;
    step.state = "streaming";
    step.text = (step.text + text).slice(-KEPT);
    step.length += text.length;
  }

  #retry({ run, key, failure, at: due }: Extract<RunEvent, { type: "retry" }>, at: number): void {
    const step = this.steps.get(idOf(run, key));
    if (step) step.state = "retrying", step.error = failure.message;
    this.#tell({ at, ...describeEntry({ seq: 0, at, type: "failure", key, value: { ...failure, at: due } }) });
  }

  #enter({ run, entry }: Extract<RunEvent, { type: "entry" }>, at: number): void {
    if (entry.ref !== undefined && entry.booking) this.#book(entry.booking);
    const step = entry.key === undefined ? undefined : this.steps.get(idOf(run, entry.key));
    if (entry.type === "result" || entry.type === "done") {
      this.#conclude(idOf(run, entry.key!), step, entry);
      this.#hear(run, entry, at);
    } else if (entry.type === "settled" && step) this.steps.delete(idOf(run, entry.key!));
    else if (entry.type === "took" || entry.type === "reopen") {
      if (run === this.beginning.name) this.#raise(entry.value);
      this.#tell({ at, ...describeEntry(entry) });
    }
  }

  /** A round that is told of is over. */
  #hear(run: string, entry: Entry, at: number): void {
    const told = toldIn(entry);
    if (!told) return;
    if (run !== this.beginning.name) return this.#tell({ at, text: `${run}: ${roundLine(told)}`, style: "faint" });
    this.loop.take(told);
    this.#toldGroup = `round/${told.round}`;
    this.#tell(toldMilestone(told, { at, cost: this.#costOfRound() }));
    if (!isBest(told) || told.node === undefined) return;
    const text = this.#tails.get(told.node);
    if (text === undefined) this.#ask(told.node);
    else this.text = text;
    this.#tails.clear();
  }

  #raise(taken: Json | undefined): void {
    const { usd, tokens, calls } = this.spent, used = { usd, tokens, calls, wall: this.beginning.wall + this.#worked };
    this.limits = raiseLimits({ limits: this.limits, used }, taken);
  }

  #book({ usd, tokens, calls }: Booking): void {
    const { spent } = this;
    this.spent = { usd: spent.usd + usd, tokens: spent.tokens + tokens, calls: spent.calls + calls };
  }

  #conclude(id: string, step: LiveStep | undefined, { value, key = "" }: Entry): void {
    const outcome = outcomeIn(value), node = nodeIn(outcome.type === "value" ? outcome.value : null);
    if (step) {
      step.state = outcome.type === "value" ? "done" : "failed";
      if (outcome.type === "failed") step.error = outcome.failure.message;
      if (outcome.type === "unparsed") step.error = outcome.problem;
    }
    if (node === undefined) return;
    if (step) step.node = node;
    const text = step?.text ?? this.#planted.get(key), parent = this.#parents.get(id) ?? null;
    const { whole } = this.beginning, before = parent === null || whole ? "" : this.#tails.get(parent);
    if (text !== undefined && before !== undefined) this.#tails.set(node, (before + text).slice(-KEPT));
    if (this.#planted.delete(key) && (!whole || this.text === "")) this.text = text ?? "";
    const tokens =
      (outcome.type === "value" ? outcome.value as { readonly tokens?: { readonly output: number } } : {}).tokens;
    if (tokens && step) this.speed.learn(tokens.output, step.length);
  }

  #plant({ key, text }: Extract<Effect, { do: "weave" }>): void {
    this.#planted.set(key, text);
  }

  /** Grades and choices: the best chosen text is what the run has written so far. */
  #annotate(notes: readonly Note[]): void {
    const byNode = new Map(
      [...this.steps.values()].flatMap((step) => step.node === undefined ? [] : [[step.node, step]]),
    );
    const kept = new Map<string, string>();
    for (const { node, kind, value } of notes) {
      const { score, rank } = value as { readonly score?: number; readonly rank?: number }, step = byNode.get(node);
      if (kind === "grade" && step && score !== undefined) step.score = score;
      if (kind === "draft" && step) markDraft(step, value);
      if (kind !== "choice") continue;
      if (step) step.chosen = true;
      const tail = this.#tails.get(node), isBest = rank === 0 || rank === undefined;
      if (tail !== undefined) {
        kept.set(node, tail);
        if (isBest) this.text = tail;
      } else if (isBest) this.#ask(node);
    }
    this.#tails = kept;
    this.#parents.clear();
  }

  /** Takes the text that ends at a node. */
  learn(node: string, text: string): void {
    this.text = text.slice(-KEPT);
    this.#tails.set(node, this.text);
  }

  #costOfRound(): number {
    const cost = this.spent.usd - this.#spentBefore;
    this.#spentBefore = this.spent.usd;
    return cost;
  }
}

/** Steps of child runs may have the same keys. */
function idOf(run: string, key: string): string {
  return `${run} ${key}`;
}

function nodeIn(value: Json): string | undefined {
  const node = (value as { readonly node?: unknown } | null)?.node;
  return typeof node === "string" ? node : undefined;
}
