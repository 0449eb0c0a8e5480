import type { Json } from "../base/json.ts";
import type { Booking, Entry, PlanTask, ToldProcess, ToldTask } from "../plan/mod.ts";
import { NOTHING, plus } from "./steps_of.ts";
import { itemIn } from "./task_rows.ts";
import type { TaskView } from "./task_view.ts";

/** What is told of a task's end. */
type ToldEnd = Extract<ToldProcess, { readonly told: "task" }>;

/** A view that may still change. */
type Open = { -readonly [K in keyof TaskView]: TaskView[K] };

/** Ends of child runs whose outputs a task takes. */
const WORTH: ReadonlySet<unknown> = new Set(["done", "converged", "stalled", "exhausted"]);

/** A task as the rows so far tell it. */
export class TaskDraft {
  readonly #view: Open;
  readonly #asks = new Map<string, string>();
  readonly #items = new Set<number>();
  /** One step does all of its work, and its row says what came of it. */
  #isStep = false;
  /** When it began to ask people: milliseconds since 1970. */
  #askedAt = 0;
  /** When it had failed, where it is tried once more and has no row since. */
  #endedAt: number | undefined;
  /** Milliseconds since its first row in which it was not under way. */
  #idle = 0;
  /** Its program is accepted where it exits with 0. */
  #byCode = false;

  /** A task that nobody has told of yet. */
  constructor(name: string) {
    const counts = { attempts: 0, turns: 0, calls: 0 };
    const lists = { needs: [], failures: [], checks: [], changed: [], questions: [] };
    this.#view = { name, by: "", state: "waiting", ...counts, ...lists, cost: NOTHING };
  }

  /** A task of the plan. */
  plan({ about, needs, work, attempts, each, verify }: PlanTask): void {
    this.#view.by = work.by;
    this.#view.needs = needs.map(({ task }) => task);
    this.#view.most = attempts;
    if (about !== undefined) this.#view.about = about;
    this.#isStep = work.by !== "agent" && !each && !verify && attempts === 1;
    this.#byCode = work.by === "command" && work.command.accept.replaceAll(/\s/g, "") === "code==0";
  }

  /** A task as its planner tells it. `most`: attempts that it gets. */
  tell({ needs, about, by }: ToldTask, most: number | undefined): void {
    Object.assign(this.#view, { needs, by, ...(about === undefined ? {} : { about }) });
    if (this.#view.most === undefined && most !== undefined) this.#view.most = most;
  }

  /** Takes a row of one of its steps. `isTold`: it tells something. */
  take(entry: Entry, { isTold }: { readonly isTold: boolean }): void {
    const { type, key = "", at, booking, ref } = entry, view = this.#view, item = itemIn(key);
    if (!isTold && view.state === "waiting") view.state = "running";
    if (item !== undefined) this.#items.add(item);
    if (this.#endedAt !== undefined) this.#idle += Math.max(0, at - this.#endedAt);
    this.#endedAt = undefined;
    view.began ??= at;
    view.at = at;
    if (ref !== undefined && booking) this.book(booking);
    if (type === "wait") this.#ask(key, entry);
    if (type !== "done" && type !== "result") return;
    this.#answer(key, at);
    if (/\/turn\/\d+$/.test(key)) view.turns++;
    else if (/\/call\/\d+$/.test(key)) view.calls++;
    else if (this.#isStep) this.#takeStep(key, entry);
  }

  /** Takes the step that does all of its work; later attempts follow where a run was opened again. */
  #takeStep(key: string, entry: Entry): void {
    const view = this.#view, base = `task/${view.name}`, again = key.slice(`${base}/again/`.length);
    const attempt = key === base ? 0 : key === `${base}/again/${again}` ? Number(again) : NaN;
    if (Number.isNaN(attempt) || !this.#isDone(entry)) return;
    view.state = "done";
    view.attempts = Math.max(view.attempts, attempt);
    delete view.why;
  }

  /** Nobody drove its run from one moment to another. A question that is open counts its own time. */
  rest(from: number, to: number): void {
    if (this.#view.began === undefined || this.#view.state !== "running" || this.#asks.size > 0) return;
    if (this.#endedAt !== undefined) return;
    this.#idle += Math.max(0, to - from);
  }

  #answer(key: string, at: number): void {
    if (this.#asks.delete(key) && this.#asks.size === 0) this.#idle += Math.max(0, at - this.#askedAt);
  }

  /** Adds to what it cost. */
  book(booking: Booking): void {
    this.#view.cost = plus(this.#view.cost, booking);
  }

  /** An attempt begins. */
  begin(attempt: number, model: string | undefined): void {
    this.#view.attempts = Math.max(this.#view.attempts, attempt);
    this.#view.state = "running";
    if (model !== undefined) this.#view.model = model;
  }

  /** An attempt came to nothing and is followed by another one. */
  fail(attempt: number, why: string): void {
    const { model, failures } = this.#view;
    this.#view.failures = [...failures, { attempt, why, ...(model === undefined ? {} : { model }) }];
    this.#view.why = why;
  }

  /** It was verified. */
  verify({ confidence, checks }: Extract<ToldProcess, { readonly told: "verified" }>): void {
    Object.assign(this.#view, { confidence, checks });
  }

  /** It has come to its end. */
  end({ is, attempts, confidence, why, changed, text }: ToldEnd): void {
    const view = this.#view;
    view.state = is;
    if (attempts !== undefined) view.attempts = Math.max(view.attempts, attempts);
    if (confidence !== undefined) view.confidence = confidence;
    if (changed) view.changed = changed;
    if (text !== undefined) view.text = text;
    if (why === undefined) delete view.why;
    else view.why = why;
  }

  /** It never began. */
  stick(): void {
    this.#view.state = "stuck";
  }

  /** The run is opened again: what had failed is tried once more, and what waited for it with it. */
  reopen(): void {
    if (this.#view.state === "failed") {
      this.#view.state = "running";
      this.#endedAt = this.#view.at;
    }
    if (this.#view.state === "stuck") this.#view.state = "waiting";
  }

  /** The task as it stands. */
  get view(): TaskView {
    const questions = [...this.#asks].map(([key, question]) => ({ key, question }));
    const asks = questions.length > 0 && this.#view.state === "running", items = this.#items.size;
    const { began, at = began } = this.#view;
    return {
      ...this.#view,
      ...(began === undefined || at === undefined ? {} : { worked: Math.max(0, at - began - this.#idle) }),
      ...(asks ? { state: "asks" as const, questions } : {}),
      ...(items > 0 ? { items } : {}),
    };
  }

  #ask(key: string, { value, at }: Entry): void {
    const { question } = (value ?? {}) as { readonly question?: Json };
    if (typeof question !== "string") return;
    if (this.#asks.size === 0) this.#askedAt = at;
    this.#asks.set(key, question);
  }

  /** Whether its single step did what it should. What is found wrong with it later is told as its end. */
  #isDone({ value }: Entry): boolean {
    const { type, value: result } = (value ?? {}) as { readonly type?: string; readonly value?: Json };
    if (type !== "value") return false;
    const { ok, data, kind } = (result ?? {}) as { readonly ok?: Json; readonly data?: Json; readonly kind?: Json };
    switch (this.#view.by) {
      case "tool":
        return ok === true;
      case "command":
        return ok === true && (!this.#byCode || (data as { readonly code?: Json } | null)?.code === 0);
      case "run":
        return WORTH.has(kind);
      default:
        return true;
    }
  }
}
