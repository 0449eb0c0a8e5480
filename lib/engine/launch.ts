/**
 * Performs effects that book nothing. Each lands exactly once, with an outcome or dropped.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { NotJson, toJson } from "../base/json.ts";
import { nameOf } from "../base/hash.ts";
import { usd } from "../base/money.ts";
import type { BudgetView, Failure, Outcome, Weave } from "../plan/mod.ts";
import type { NewNode, Purse, RunHead } from "../store/store.ts";
import type { Flight, Landed } from "./flight.ts";
import { failureOf } from "./retry.ts";
import type { Ran, World } from "./world.ts";

/** Digits of a node's id: 80 bits. */
const NODE_DIGITS = 16;

/** Where flights come down. */
export type Land = (landed: Landed) => void;

/** Starts an unpaid effect that is not a wait and not a child run. */
export function launch(
  flight: Flight,
  { run, world }: { readonly run: RunHead; readonly world: World },
  land: Land,
): void {
  const { effect } = flight, { signal } = flight.abort;
  switch (effect.do) {
    case "weave": {
      const node = weaveOf(run, flight, { weave: effect.weave, text: effect.text });
      return land({ landed: "outcome", flight, outcome: { type: "value", value: { node: node.id } }, node });
    }
    case "annotate":
      return land({ landed: "outcome", flight, outcome: { type: "value", value: null }, notes: effect.notes });
    case "call":
      return launchCall(flight, land);
    case "script":
      return whenRan(flight, world.script(effect.script, effect.input, signal), land);
    case "tool":
      return whenRan(flight, world.tool(effect.tool, effect.input, signal), land);
    case "command": {
      const { argv, stdin, timeout } = effect;
      const options = {
        signal,
        ...(stdin === undefined ? {} : { stdin }),
        ...(timeout === undefined ? {} : { timeout }),
      };
      return whenRan(flight, world.command(argv, options) as Promise<Ran<unknown>> as Promise<Ran<Json>>, land);
    }
    case "budget":
      return whenRan(
        flight,
        world.store.purses(run.id).then((purses) => ({ ok: true, value: viewOf(purses) as unknown as Json })),
        land,
      );
    default:
      throw new Error(`Cannot launch \`${effect.do}\` here`);
  }
}

/** The node an outcome is woven as: its id depends on the run and the step alone, so a replay weaves the same one. */
export function weaveOf(
  run: RunHead,
  flight: Flight,
  { weave, text, meta = {} }: { readonly weave: Weave; readonly text: string; readonly meta?: NewNode["meta"] },
): NewNode {
  return { id: nameOf(`${run.name}\n${flight.key}`, NODE_DIGITS), ...weave, text, meta };
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

function launchCall(flight: Flight, land: Land): void {
  try {
    const value = flight.body!(flight.abort.signal);
    if (value instanceof Promise) {
      value.then((found) => land(called(flight, found)), (error) => land(threw(flight, error)));
    } else land(called(flight, value));
  } catch (error) {
    land(threw(flight, error));
  }
}

function called(flight: Flight, value: unknown): Landed {
  try {
    return { landed: "outcome", flight, outcome: { type: "value", value: toJson(value === undefined ? null : value) } };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const failure: Failure = {
      code: "not-json",
      message: `The step \`${flight.key}\` returned what cannot be stored: ${error.message}`,
    };
    return { landed: "outcome", flight, outcome: { type: "failed", failure } };
  }
}

function threw(flight: Flight, error: unknown): Landed {
  if (flight.abort.signal.aborted) return { landed: "dropped", flight };
  return { landed: "outcome", flight, outcome: { type: "failed", failure: failureOf(error) } };
}

function whenRan(flight: Flight, ran: Promise<Ran<Json>>, land: Land): void {
  ran.then(
    (result) =>
      land(
        flight.abort.signal.aborted
          ? { landed: "dropped", flight }
          : { landed: "outcome", flight, outcome: outcomeOf(result) },
      ),
    (error) => land(threw(flight, error)),
  );
}

function outcomeOf(result: Ran<Json>): Outcome<Json> {
  return result.ok ? { type: "value", value: result.value } : { type: "failed", failure: result.failure };
}
