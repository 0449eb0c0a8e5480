import type { Program } from "../plan/mod.ts";
import { ProgramError } from "./turn.ts";
import type { Texts } from "./texts.ts";

/** Runs a program that only reads texts. */
export async function readOnly<T>(program: Program<T>, texts: Texts): Promise<T> {
  let step = program.next();
  while (!step.done) {
    if (step.value.say !== "read") {
      throw new ProgramError(`Cannot \`${step.value.say}\` here: outputs may only read texts`);
    }
    step = program.next(await texts.read(step.value));
  }
  return step.value;
}
