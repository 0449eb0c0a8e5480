import type { Booking, Entry } from "../../lib/plan/mod.ts";
import { nameOf } from "./seeded_faults.ts";

/** A call as the journal tells of it: its reservation and what became of it. */
export interface Charge {
  /** Name of the attempt that it was made for. */
  readonly attempt: string;
  /** Position of its intent. */
  readonly seq: number;
  /** What was reserved. */
  readonly reserved: Booking;
  /** The row that settled it; absent: nothing is known of it. */
  readonly settled?: Entry & { readonly booking: Booking };
}

/** Every call of a journal. */
export function chargesOf(rows: readonly Entry[]): readonly Charge[] {
  const settlements = new Map(rows.flatMap((row) => row.ref === undefined || !row.booking ? [] : [[row.ref, row]]));
  return rows.flatMap((row): readonly Charge[] => {
    const { type, seq, key: step, booking: reserved } = row;
    if (type !== "intent" || step === undefined || !reserved) return [];
    const nth = rows.filter((other) => other.type === "failure" && other.key === step && other.seq < seq).length;
    const settled = settlements.get(seq) as Charge["settled"];
    return [{ attempt: nameOf({ step, nth }), seq, reserved, ...(settled ? { settled } : {}) }];
  });
}

/** The sum of bookings. */
export function sumOf(bookings: readonly Booking[]): Booking {
  return bookings.reduce(
    (sum, { usd, tokens, calls }) => ({ usd: sum.usd + usd, tokens: sum.tokens + tokens, calls: sum.calls + calls }),
    { usd: 0, tokens: 0, calls: 0 },
  );
}

/** The most that was spent and reserved together, at any row of a journal. */
export function highWaterOf(rows: readonly Entry[]): Booking {
  const reserved = new Map(chargesOf(rows).map(({ seq, reserved }) => [seq, reserved]));
  let now = sumOf([]), most = now;
  for (const { type, ref, booking } of rows) {
    if (!booking) continue;
    now = sumOf([now, booking]);
    if (type !== "intent" && ref !== undefined) now = sumOf([now, negative(reserved.get(ref)!)]);
    most = {
      usd: Math.max(most.usd, now.usd),
      tokens: Math.max(most.tokens, now.tokens),
      calls: Math.max(most.calls, now.calls),
    };
  }
  return most;
}

function negative({ usd, tokens, calls }: Booking): Booking {
  return { usd: -usd, tokens: -tokens, calls: -calls };
}
