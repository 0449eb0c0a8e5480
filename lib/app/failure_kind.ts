import { RunLocked } from "../engine/host.ts";
import { ReplayMismatch } from "../engine/replay.ts";
import { ModelError } from "../models/model.ts";
import { StoreError } from "../store/store.ts";
import { SaveError } from "./save_text.ts";
import { SecretError } from "./secrets.ts";
import { InputError } from "./setup.ts";

/**
 * What kind of thing went wrong: `request`: what was asked for cannot be done; `locked`: another process drives the
 * run; `store`: the database; `work`: a model, a file or a program that changed; `bug`: a mistake of ours.
 */
export type FailureKind = "request" | "locked" | "store" | "work" | "bug";

/** Sorts anything thrown, so that every front door can tell users' mistakes, bad luck and bugs apart. */
export function failureKind(error: unknown): FailureKind {
  if (error instanceof StoreError) return storeKind(error);
  if (error instanceof RunLocked) return "locked";
  if (error instanceof InputError || error instanceof SecretError || isRefusal(error)) return "request";
  if (error instanceof ModelError || error instanceof ReplayMismatch || error instanceof SaveError) return "work";
  return error instanceof Deno.errors.NotCapable ? "request" : "bug";
}

function storeKind({ failure }: StoreError): FailureKind {
  if (failure === "not-found" || failure === "taken") return "request";
  return failure === "fenced" ? "locked" : "store";
}

/** A refusal is a RangeError in our own words; the runtime's own RangeErrors are bugs. */
function isRefusal(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith("Cannot ");
}
