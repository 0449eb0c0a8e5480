import type { ToolUse } from "../model.ts";

/** A piece of a call for a tool, as it arrives. */
export interface CallPiece {
  /** Which call of the answer it belongs to; absent: the last one, unless `id` says otherwise. */
  readonly index?: number | undefined;
  /** The call's id, where this piece tells it. */
  readonly id?: string | undefined;
  /** The tool's name, where this piece tells it. */
  readonly name?: string | undefined;
  /** The next part of the arguments. */
  readonly arguments?: string | undefined;
}

/** Puts calls together that arrive in pieces. */
export interface CallAssembly {
  /** Takes the next piece. */
  push(piece: CallPiece): void;
  /** The calls, in the order they began. Calls without an id are given one. */
  calls(): readonly ToolUse[];
}

interface Open {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

/** An assembly without a call. */
export function callAssembly(): CallAssembly {
  const open: Open[] = [];

  function placeOf({ index, id }: CallPiece): Open {
    const last = open.at(-1);
    const known = index === undefined
      ? (id === undefined || id === "" || id === last?.id ? last : undefined)
      : open.find((call) => call.index === index);
    if (known) return known;
    const begun: Open = { index, id: "", name: "", arguments: "" };
    open.push(begun);
    return begun;
  }

  return {
    push(piece) {
      const call = placeOf(piece);
      // Some hosts tell name and id with every piece, others once.
      if (piece.id) call.id = piece.id;
      if (piece.name) call.name = piece.name;
      call.arguments += piece.arguments ?? "";
    },
    calls: () =>
      open.map((call, i) => ({
        id: call.id || `call_${i}`,
        name: call.name,
        arguments: call.arguments === "" ? "{}" : call.arguments,
      })),
  };
}
