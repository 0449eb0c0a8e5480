/**
 * Performs effects that book nothing. Each lands exactly once, with an outcome or dropped.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { toJson } from "../base/json.ts";
import { nameOf } from "../base/hash.ts";
import { usd } from "../base/money.ts";
import type { BudgetView, Outcome, Script, Weave, WeaveText } from "../plan/mod.ts";
import type { NewNode, Purse, RunHead } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Flight, Landed } from "./flight.ts";
import { stepName } from "./flight.ts";
import { failureOf, isTrouble } from "./retry.ts";
import { inShape } from "../expr/in_shape.ts";
import type { StepTill } from "./till.ts";
import type { Ran } from "./world.ts";

/** Digits of a node's id: 80 bits. */
const NODE_DIGITS = 16;

/** Starts an unpaid effect that is not a wait and not a child run. `open` opens a till for a function of a user. */
export function launch(flight: Flight, deck: Deck, open: () => StepTill): void {
  const { effect } = flight, { signal } = flight.abort, { run, world, land } = deck;
  switch (effect.do) {
    case "weave":
      return whenDone(flight, weave(flight, { effect, deck }), deck);
    case "annotate":
      return land({ landed: "outcome", flight, outcome: { type: "value", value: null }, notes: effect.notes });
    case "tell":
      return land({ landed: "outcome", flight, outcome: { type: "value", value: effect.value } });
    case "call":
      flight.till = open();
      return launchCall(flight, flight.till, deck);
    case "script":
      return whenDone(
        flight,
        world.script(effect.script, effect.input, signal).then(shaped(effect)).then(ran(flight)),
        deck,
      );
    case "tool":
      return whenDone(flight, world.tool(effect, signal).then(ran(flight)), deck);
    case "command": {
      const { do: _, key: __, argv, ...asked } = effect;
      return whenDone(flight, world.command(argv, { ...asked, signal }).then(ran(flight)), deck);
    }
    case "reopenings":
      return land(called(flight, flight.tried.attempts));
    case "budget":
      return whenDone(flight, world.store.purses(run.id).then((purses) => called(flight, viewOf(purses))), deck);
    default:
      return land(threw(flight, new Error(`Cannot perform \`${effect.do}\`: there is no such effect`)));
  }
}

async function weave(
  flight: Flight,
  { effect: { weave, text }, deck: { texts, run } }: { readonly effect: WeaveText; readonly deck: Deck },
): Promise<Landed> {
  await texts.place(weave);
  const node = weaveOf(run, flight, { weave, text });
  return { landed: "outcome", flight, outcome: { type: "value", value: { node: node.id } }, node };
}

/** The node an outcome is woven as: its id depends on the run and the step alone, so a replay weaves the same one. */
export function weaveOf(
  run: RunHead,
  flight: Flight,
  { weave, text, meta = {} }: { readonly weave: Weave; readonly text: string; readonly meta?: NewNode["meta"] },
): NewNode {
  return { id: nameOf(`${run.name}\n${stepName(flight)}`, NODE_DIGITS), ...weave, text, meta };
}

/** How far budgets are used: the run's own spending, and what the tightest of it and its ancestors leaves. */
export function viewOf(purses: readonly Purse[]): BudgetView {
  const { spent } = purses[0]!, left = leftOf(purses);
  const orNull = (n: number) => Number.isFinite(n) ? n : null;
  return {
    spent: { usd: usd(spent.usd), tokens: spent.tokens, calls: spent.calls },
    left: { usd: orNull(usd(left.usd)), tokens: orNull(left.tokens), calls: orNull(left.calls) },
  };
}

/** What may still be reserved; infinite where nothing limits it. */
export function leftOf(
  purses: readonly Purse[],
): { readonly usd: number; readonly tokens: number; readonly calls: number } {
  const least = (dimension: "usd" | "tokens" | "calls") =>
    Math.min(
      ...purses.map(({ limits, spent, reserved }) =>
        (limits[dimension] ?? Infinity) - spent[dimension] - reserved[dimension]
      ),
    );
  return { usd: least("usd"), tokens: least("tokens"), calls: least("calls") };
}

function launchCall(flight: Flight, till: StepTill, deck: Deck): void {
  try {
    const value: unknown = flight.body!(flight.abort.signal, till);
    if (!isThenable(value)) return deck.land(called(flight, value));
    whenDone(flight, Promise.resolve(value).then((found) => called(flight, found)), deck);
  } catch (error) {
    deck.land(threw(flight, error));
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null &&
    typeof (value as { readonly then?: unknown }).then === "function";
}

/** Lands what comes of work, or what it throws. The database's own troubles are no outcome. */
function whenDone(flight: Flight, work: Promise<Landed>, { land, crash }: Deck): void {
  work.then(land, (error) => isTrouble(error) ? crash(error) : land(threw(flight, error)));
}

function called(flight: Flight, value: unknown): Landed {
  return { landed: "outcome", flight, outcome: returned(flight.key, value) };
}

/** What a step returned, as it can be stored, or that it cannot. */
export function returned(key: string, value: unknown): Outcome<Json> {
  try {
    return { type: "value", value: toJson(value === undefined ? null : value) };
  } catch (error) {
    const message = `The step \`${key}\` returned what cannot be stored: ${failureOf(error).message}`;
    return { type: "failed", failure: { code: "not-json", message } };
  }
}

function threw(flight: Flight, error: unknown): Landed {
  if (flight.abort.signal.aborted) return { landed: "dropped", flight };
  return { landed: "outcome", flight, outcome: { type: "failed", failure: failureOf(error) } };
}

/** Holds what a script returned to the shape its step asks for. */
function shaped({ script, returns }: Script): (ran: Ran<Json>) => Ran<Json> {
  return (ran) => {
    const held = ran.ok ? inShape(returns, ran.value) : undefined;
    if (!held) return ran;
    if ("value" in held) return { ok: true, value: held.value };
    const message = `The script \`${script}\` returned what does not fit ${held.problem}; change what it returns`;
    return { ok: false, failure: { code: "shape", message } };
  };
}

function ran(flight: Flight): (ran: Ran<unknown>) => Landed {
  return (ran) => {
    if (flight.abort.signal.aborted) return { landed: "dropped", flight };
    if (ran.ok) return called(flight, ran.value);
    return { landed: "outcome", flight, outcome: { type: "failed", failure: ran.failure } };
  };
}
