/** Programs as data: drawn at random, played by one interpreter. */
import fc from "../properties.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Fiber, Program } from "../../lib/plan/mod.ts";
import { all, call, cancel, commit, demand, fork, join, perform, race, take, within } from "../../lib/plan/mod.ts";

/** A part of a program. */
export type Piece =
  | { readonly play: "call"; readonly slow: boolean }
  | { readonly play: "throw" }
  | { readonly play: "generate"; readonly fails: number; readonly weave: boolean }
  | { readonly play: "wait" }
  | { readonly play: "ask" }
  | { readonly play: "seq"; readonly of: readonly Piece[] }
  | { readonly play: "all"; readonly of: readonly Piece[]; readonly width: number }
  /** The first is sure to win: the others never end by themselves. */
  | { readonly play: "race"; readonly winner: Piece; readonly losers: number }
  /** Whoever comes first: what came of it is not in the outputs. */
  | { readonly play: "scramble"; readonly of: readonly Piece[] }
  | { readonly play: "cancel"; readonly loser: Piece; readonly then: Piece }
  | { readonly play: "child"; readonly of: Piece }
  /** It has more time than it needs. */
  | { readonly play: "within"; readonly of: Piece }
  | { readonly play: "catch"; readonly of: readonly Piece[] };

/** A whole program: rounds, each followed by a commit; keys of a round come again in the next. */
export interface Tale {
  readonly rounds: readonly { readonly piece: Piece; readonly takes: boolean }[];
}

const { piece } = fc.letrec<{ piece: Piece; leaf: Piece }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ play: fc.constant("call" as const), slow: fc.boolean() }),
    fc.record({ play: fc.constant("throw" as const) }),
    fc.record({
      play: fc.constant("generate" as const),
      fails: fc.constantFrom(0, 0, 0, 1, 2, 9),
      weave: fc.boolean(),
    }),
    fc.record({ play: fc.constant("wait" as const) }),
    fc.record({ play: fc.constant("ask" as const) }),
  ),
  piece: fc.oneof(
    { depthSize: "small", maxDepth: 3, withCrossShrink: true },
    tie("leaf"),
    fc.record({ play: fc.constant("seq" as const), of: fc.array(tie("piece"), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      play: fc.constant("all" as const),
      of: fc.array(tie("piece"), { minLength: 1, maxLength: 4 }),
      width: fc.integer({ min: 1, max: 4 }),
    }),
    fc.record({ play: fc.constant("race" as const), winner: tie("piece"), losers: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ play: fc.constant("scramble" as const), of: fc.array(tie("leaf"), { minLength: 2, maxLength: 3 }) }),
    fc.record({ play: fc.constant("cancel" as const), loser: tie("piece"), then: tie("leaf") }),
    fc.record({ play: fc.constant("child" as const), of: tie("piece") }),
    fc.record({ play: fc.constant("within" as const), of: tie("piece") }),
    fc.record({ play: fc.constant("catch" as const), of: fc.array(tie("leaf"), { minLength: 1, maxLength: 3 }) }),
  ),
}));

/** Any tale. */
export const tales: fc.Arbitrary<Tale> = fc.record({
  rounds: fc.array(fc.record({ piece, takes: fc.boolean() }), { minLength: 1, maxLength: 3 }),
});

/** What steps do: `body` is asked for the value of a call. */
export interface Stagehands {
  /** Called when a step is really performed; `at` names it in its whole run. */
  readonly performed: (at: string) => void;
}

interface Place {
  readonly key: string;
  /** Round and run: with the key, what names a step. */
  readonly scope: string;
  readonly hands: Stagehands;
}

interface TaleState {
  readonly round: number;
  readonly said: readonly Json[];
}

/** The program of tales, and the one of their children. */
export function players(hands: Stagehands): { readonly tale: OwnProgram; readonly sub: OwnProgram } {
  const tale = program("tale@1", function* (tale: Tale & Json, from?: TaleState): Program<Json> {
    let state: TaleState = from ?? { round: 0, said: [] };
    while (state.round < tale.rounds.length) {
      const { piece, takes } = tale.rounds[state.round]!;
      if (takes) yield* take("take");
      const said = yield* play(piece, { key: "p", scope: `${state.round}`, hands });
      state = { round: state.round + 1, said: [...state.said, said] };
      yield* commit(state);
    }
    return state.said;
  });
  const sub = program(
    "sub@1",
    function* (input: { readonly piece: Piece; readonly scope: string } & Json): Program<Json> {
      return yield* play(input.piece, { key: "s", scope: input.scope, hands });
    },
  );
  return { tale: tale as unknown as OwnProgram, sub: sub as unknown as OwnProgram };
}

function* play(piece: Piece, place: Place): Program<Json> {
  const { key, scope, hands } = place, at = `${scope}:${key}`;
  const inside = (i: number | string): Place => ({ ...place, key: `${key}/${i}` });
  switch (piece.play) {
    case "call":
      return yield* call(key, () => {
        hands.performed(at);
        return piece.slow ? new Promise<string>((resolve) => setTimeout(() => resolve(`said ${at}`), 1)) : `said ${at}`;
      });
    case "throw": {
      const outcome = yield* perform({ do: "tool", key, tool: "throws", input: { at } });
      return outcome.type;
    }
    case "generate":
      return yield* says(piece, place);
    case "wait":
      return (yield* demand({ do: "wait", key, duration: 1 })).signal;
    case "ask":
      return yield* demand({ do: "ask", key, question: "?", timeout: 1, otherwise: "so" });
    case "seq": {
      const said: Json[] = [];
      for (const [i, one] of piece.of.entries()) said.push(yield* play(one, inside(i)));
      return said;
    }
    case "all":
      return yield* all(piece.of.map((one, i) => () => play(one, inside(i))), { width: piece.width });
    case "race": {
      const losers = Array.from({ length: piece.losers }, (_, i) => () => never(`${key}/never/${i}`));
      return yield* race<Json>([...losers, () => play(piece.winner, inside("winner"))]);
    }
    case "scramble":
      yield* race(piece.of.map((one, i) => () => play(one, inside(i))));
      return "scrambled";
    case "cancel": {
      const loser = yield* fork(() => play(piece.loser, inside("loser")));
      const said = yield* play(piece.then, inside("then"));
      yield* cancel(loser);
      return said;
    }
    case "child": {
      const inputs = { piece: piece.of as unknown as Json, scope: `${at}>` };
      const end = yield* demand({ do: "run", key, plan: "sub", inputs });
      return [end.kind, end.outputs];
    }
    case "within":
      return yield* within({ key, duration: 3_600_000 }, () => play(piece.of, inside("of")));
    case "catch":
      return yield* catches(piece.of, inside);
  }
}

function* says(piece: Extract<Piece, { play: "generate" }>, { key, scope }: Place): Program<Json> {
  const outcome = yield* perform({
    do: "generate",
    key,
    model: "m",
    prompt: { form: "text", parts: [{ text: `${scope}:${key} ${piece.fails}` }] },
    maxTokens: 20,
    sampling: {},
    seed: 1,
    ...(piece.weave ? { weave: { document: "d", parent: null, role: "candidate" } } : {}),
  });
  return outcome.type === "value" ? outcome.value.text : outcome.type;
}

function* catches(pieces: readonly Piece[], inside: (i: number | string) => Place): Program<Json> {
  const fibers: Fiber<Json>[] = [];
  try {
    for (const [i, one] of pieces.entries()) fibers.push(yield* fork(() => play(one, inside(i))));
    fibers.push(yield* fork(() => fails(inside("fails"))));
    for (const fiber of fibers) yield* join(fiber);
    return "unreachable";
  } catch (error) {
    for (const fiber of fibers) yield* cancel(fiber);
    return (error as Error).message;
  }
}

function never(key: string): Program<string> {
  return call(
    key,
    (signal) => new Promise<string>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
}

function* fails({ key, scope, hands }: Place): Program<string> {
  return yield* call(key, () => {
    hands.performed(`${scope}:${key}`);
    throw new Error("it fails");
  });
}
