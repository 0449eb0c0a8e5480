import type { Instruction } from "../plan/mod.ts";
import { has, isProgram, nameOfValue } from "../plan/begin.ts";
import { ProgramError } from "./turn.ts";

type Say = Instruction["say"];

/** Whether what an instruction names is there; what was made by the functions of `plan/program.ts` always is. */
const IS_WHOLE: { readonly [S in Say]: (instruction: Extract<Instruction, { readonly say: S }>) => boolean } = {
  perform: ({ effect, of }) => typeof effect?.do === "string" && (effect.do !== "worked" || isFiber(of)),
  fork: () => true,
  next: () => true,
  join: ({ fiber }) => isFiber(fiber),
  race: ({ fibers }) => fibers.every(isFiber),
  cancel: ({ fiber }) => isFiber(fiber),
  commit: () => true,
  take: () => true,
  read: ({ text }) => typeof text?.node === "string",
};

/** What each of them is called, and what it takes. */
const TAKES: { readonly [S in Say]?: string } = {
  perform: "an effect, plain data with a `do` and a `key`",
  join: "what `yield* fork(…)` gave",
  cancel: "what `yield* fork(…)` gave",
  read: "a text, `{document, node}`",
};

/** What a program yielded, as an instruction. Throws a {@link ProgramError} that says what was meant instead. */
export function asInstruction(yielded: unknown): Instruction {
  const instruction = yielded as Instruction | null | undefined, say = instruction?.say;
  if (!instruction || say === undefined || !Object.hasOwn(IS_WHOLE, say)) throw new ProgramError(wordsFor(yielded));
  const isWhole = IS_WHOLE[say] as (instruction: Instruction) => boolean;
  if (!isWhole(instruction)) throw new ProgramError(`Cannot ${say}: give it ${TAKES[say] ?? "what it takes"}`);
  return instruction;
}

function isFiber(value: unknown): boolean {
  return typeof (value as { readonly id?: unknown } | null | undefined)?.id === "number";
}

function wordsFor(yielded: unknown): string {
  if (isProgram(yielded)) {
    return 'Cannot go on from a `yield` of a step that was not run: write `yield*`, as in `yield* call("key", work)`';
  }
  if (has(yielded, "then")) {
    return 'Cannot go on from a `yield` of a promise: make it a step, `yield* call("key", async () => …)`';
  }
  if (has(yielded, Symbol.asyncIterator)) {
    return 'Cannot go on from a `yield` of an async generator: make it a step, `yield* call("key", async () => …)`';
  }
  if (typeof (yielded as { readonly do?: unknown } | null | undefined)?.do === "string") {
    return "Cannot go on from a `yield` of an effect: perform it, `yield* demand(effect)`";
  }
  return `Cannot go on from a \`yield\` of ${
    nameOfValue(yielded)
  }: only steps are waited for, \`yield* call("key", work)\``;
}
