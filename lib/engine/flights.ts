/**
 * Everything of one run that is on its way: paid calls, waits, child runs and the rest.
 *
 * F1. A flight comes down once; what it does after that counts for nothing.
 * F2. One that is dropped or aborted comes down within a grace: a call that does not listen cannot hold up an end.
 * F3. A key may fly again after a commit while an older flight of it still comes down: they never meet.
 *
 * @module
 */
import type { Booking, Effect } from "../plan/mod.ts";
import { onUntimed } from "../tools/call_clock.ts";
import type { ChildCare } from "./children.ts";
import { Children } from "./children.ts";
import type { Deck } from "./deck.ts";
import type { Flight, Landed } from "./flight.ts";
import type { Inheritance } from "./inheritance.ts";
import { reuse } from "./inheritance.ts";
import { launch } from "./launch.ts";
import { Past } from "./past.ts";
import type { UsedUp } from "./payments.ts";
import { Payments } from "./payments.ts";
import { counts } from "./retry.ts";
import type { Standing } from "./standing.ts";
import { isWork, together } from "./standing.ts";
import type { Stop } from "./stop.ts";
import { aborts, forChildren } from "./stop.ts";
import { StepTill } from "./till.ts";
import type { Issued, IssuedEffect } from "./turn.ts";
import { Waits } from "./waits.ts";
import { WorkLimits } from "./work_limits.ts";

/** The flights of one driver. */
export class Flights {
  readonly waits: Waits;
  readonly limits: WorkLimits;
  readonly past: Past = new Past();
  readonly children: Children;
  /** Outcomes that may be taken from elsewhere. */
  inheritance: Inheritance | undefined;
  readonly #deck: Deck;
  readonly #payments: Payments;
  readonly #turned: (key: string) => void;
  readonly #open = new Set<Flight>();
  /** Those of them that do not only wait. */
  readonly #acting = new Set<Flight>();
  readonly #byKey = new Map<string, Flight>();
  readonly #graces = new Map<Flight, ReturnType<typeof setTimeout>>();
  #isGrounded = false;

  /** `turned` is told of the key of a step whose standing may be another one now. */
  constructor(deck: Deck, care: ChildCare, turned: (key: string) => void) {
    this.#deck = deck;
    this.#turned = turned;
    this.children = new Children(deck, care, turned);
    this.#payments = new Payments(deck, this.#openTill);
    this.waits = new Waits(deck);
    this.limits = new WorkLimits(deck);
  }

  /** How many have not come down, and runs that a step left running which is over. */
  get size(): number {
    return this.#open.size + this.children.left;
  }

  /** All that have not come down. */
  all(): ReadonlySet<Flight> {
    return this.#open;
  }

  /** Whether somebody waits for a flight of this key. */
  isOpen(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** What all of them are about, those that nobody waits for left out. */
  get standing(): Standing {
    let standing: Standing = "waiting";
    for (const flight of this.#acting) {
      if (!flight.dropped) standing = together(standing, this.#standingOf(flight));
      if (standing === "working") break;
    }
    return standing;
  }

  /** Whether anything is done about what a program waits for, by the program's own account or that of child runs. */
  works(issued: Issued): boolean {
    if (issued.what !== "effect") return true;
    const flight = this.#byKey.get(issued.key);
    return !isWait(issued.effect) && (!flight || isWork(this.#standingOf(flight)));
  }

  /** Takes an effect on. */
  open(issued: IssuedEffect): Flight {
    const { key, effect, hash, body } = issued;
    const flight: Flight = {
      key,
      effect,
      hash,
      ...(body ? { body } : {}),
      issued,
      commits: this.#deck.progress.commits,
      abort: new AbortController(),
      tried: this.past.of(key),
      rests: 0,
      dropped: false,
      down: false,
      waits: isWait(effect),
    };
    this.#open.add(flight);
    if (!flight.waits) this.#acting.add(flight);
    this.#byKey.set(key, flight);
    return flight;
  }

  /** Starts effects; paid ones are lined up for {@link pay}. */
  async start(issued: readonly IssuedEffect[]): Promise<void> {
    const waits: Flight[] = [];
    for (const item of issued) {
      const flight = this.open(item), inherited = this.inheritance?.find(flight);
      if (inherited) this.#deck.land(reuse(flight, inherited));
      else if (flight.effect.do === "worked") this.limits.begin(flight);
      else if (flight.waits) waits.push(flight);
      else this.#send(flight);
    }
    if (waits.length === 0) return;
    await this.waits.begin(waits);
    // Whoever hears of a question may answer it at once: its row is there.
    for (const flight of waits) this.#tell(flight);
  }

  /** Reserves for the paid calls that wait; says when a budget is used up. */
  async pay(): Promise<UsedUp | undefined> {
    return this.#payments.waiting ? await this.#payments.pay() : undefined;
  }

  /** Nobody waits for this step any more. */
  drop(key: string): void {
    const flight = this.#byKey.get(key);
    if (!flight) return;
    this.#byKey.delete(key);
    flight.dropped = true;
    if (this.#isIdle(flight)) return this.#forget(flight);
    this.#abort(flight);
    this.children.stop(flight, { stop: "cancel", reason: "its parent no longer needs it" });
  }

  /** Books off what has landed and is committed; says whether money came back. */
  down(landed: Landed): boolean {
    if (landed.landed === "took") return false;
    const { flight } = landed, paid = flight.intent !== undefined;
    if (landed.landed === "outcome" && flight.effect.do === "call") {
      this.children.stop(flight, { stop: "cancel", reason: "the step that began it is over" });
    }
    if (paid) this.#deck.family.paid--;
    delete flight.intent;
    if (landed.landed === "retry" && !flight.dropped && !this.#isGrounded) this.#again(flight, landed);
    else this.#remove(flight);
    return paid;
  }

  /** A commit: keys before it are past. */
  forget(): void {
    this.past.forget();
    this.waits.forget();
    this.inheritance?.forget();
  }

  /**
   * Lets go of all that costs nothing and begins nothing more; aborts the rest where the stop says so. `undefined`: the
   * program has returned. Done again when a stronger stop comes.
   */
  ground(stop: Stop | undefined): void {
    this.#isGrounded = true;
    this.children.stopLeft(forChildren(stop));
    for (const flight of this.#open) {
      if (flight.down) continue;
      if (this.#isIdle(flight)) this.#forget(flight);
      else if (flight.effect.do === "run") this.children.stop(flight, forChildren(stop));
      else {
        if (flight.effect.do === "call") this.children.stop(flight, forChildren(stop));
        if (!stop || aborts(stop)) this.#abort(flight);
      }
    }
  }

  /** Ends all timers and aborts what is left; after a crash, children included. */
  async close(crash: { readonly error: unknown } | undefined): Promise<void> {
    this.waits.close();
    this.limits.close();
    for (const flight of this.#open) flight.abort.abort();
    for (const grace of this.#graces.values()) clearTimeout(grace);
    if (crash) await this.children.crash(crash.error);
  }

  readonly #openTill = (flight: Flight): StepTill => new StepTill(flight, this.children);

  #standingOf(flight: Flight): Standing {
    if (flight.waits) return "waiting";
    if (flight.rests > 0) return "resting";
    const children = this.children.standing(flight);
    if (children !== undefined) return children;
    const { now, retry } = this.#deck.world, { notBefore, failures } = flight.tried;
    return !flight.intent && failures >= retry.attempts && notBefore > now() ? "pausing" : "working";
  }

  #tell({ key, effect }: Flight): void {
    const { run, world } = this.#deck;
    world.emit({ type: "started", run: run.name, key, effect });
  }

  #send(flight: Flight): void {
    this.#tell(flight);
    if (flight.effect.do === "run") this.children.launch(flight);
    else if (isPaid(flight.effect)) this.#park(flight);
    else this.#launch(flight);
  }

  #launch(flight: Flight): void {
    const rest = (change: 1 | -1) => () => {
      flight.rests += change;
      this.#turned(flight.key);
    };
    if (flight.effect.do === "tool") onUntimed(flight.abort.signal, { stop: rest(1), go: rest(-1) });
    launch(flight, this.#deck, () => this.#openTill(flight));
  }

  /** Lines a paid call up, after its pause when an attempt has failed. */
  #park(flight: Flight): void {
    const pause = flight.tried.notBefore - this.#deck.world.now();
    if (pause <= 0) return this.#payments.park(flight);
    const timer = setTimeout(() => {
      this.#payments.park(flight);
      this.#turned(flight.key);
    }, pause);
    flight.abort.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  #again(flight: Flight, { failure: { code }, at }: Extract<Landed, { landed: "retry" }>): void {
    const { failures, counted, attempts } = flight.tried;
    flight.tried = {
      failures: failures + 1,
      counted: counted + (counts(code) ? 1 : 0),
      attempts: attempts + 1,
      notBefore: at,
    };
    flight.down = false;
    this.#park(flight);
  }

  /** Whether a flight has nothing under way that could still cost or land. */
  #isIdle(flight: Flight): boolean {
    return !flight.down && (flight.waits || (isPaid(flight.effect) && !flight.intent));
  }

  #abort(flight: Flight): void {
    flight.abort.abort();
    if (flight.down || flight.effect.do === "run" || this.#graces.has(flight)) return;
    const land = () => this.#deck.land({ landed: "dropped", flight, ...atLeast(flight) });
    this.#graces.set(flight, setTimeout(land, this.#deck.world.grace));
  }

  #forget(flight: Flight): void {
    flight.down = true;
    flight.abort.abort();
    this.waits.drop(flight);
    this.limits.drop(flight);
    this.#payments.forget(flight);
    this.#remove(flight);
  }

  #remove(flight: Flight): void {
    this.#open.delete(flight);
    this.#acting.delete(flight);
    if (this.#byKey.get(flight.key) === flight) this.#byKey.delete(flight.key);
    clearTimeout(this.#graces.get(flight));
    this.#graces.delete(flight);
  }
}

/** What a step that does not listen may cost by now: what was reserved for it, or more where it has booked more. */
function atLeast({ intent, till }: Flight): { readonly spend?: Booking } {
  if (!intent || !till?.booked) return {};
  const { reserved } = intent, { booked } = till;
  const most = (dimension: keyof Booking) => Math.max(reserved[dimension], booked[dimension]);
  return { spend: { usd: most("usd"), tokens: most("tokens"), calls: most("calls") } };
}

/** Whether nothing is done about an effect: a person answers it, or time passes. */
function isWait(effect: Effect): boolean {
  return effect.do === "ask" || effect.do === "wait" || effect.do === "worked";
}

/** Whether an effect books on budgets. */
function isPaid(effect: Effect): boolean {
  return effect.do === "call"
    ? effect.reserve !== undefined
    : effect.do === "generate" || effect.do === "score" || effect.do === "embed";
}
