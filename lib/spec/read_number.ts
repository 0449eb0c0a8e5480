import type { Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

/**
 * The number that a document means by `written`, given what its parser made of it. A number that a double cannot hold is
 * reported, and a finite one stands in for it so that later passes can go on.
 */
export function readNumber(
  written: string,
  value: number | bigint,
  { span, report }: { readonly span: Span; readonly report: Report },
): number {
  const reason = typeof value === "bigint" || (isWhole(written) && !Number.isSafeInteger(value))
    ? "is too large to be exact: whole numbers go up to 9007199254740991"
    : Number.isNaN(value) || /inf/i.test(written)
    ? "is not finite"
    : Number.isFinite(value)
    ? undefined
    : "is too large";
  if (reason === undefined) return Number(value) || 0;
  report("bad-number", span, { text: written, reason });
  return value > 0 ? Number.MAX_SAFE_INTEGER : value < 0 ? Number.MIN_SAFE_INTEGER : 0;
}

function isWhole(written: string): boolean {
  return /^[-+]?(?:[\d_]+|0[xob][\da-fA-F_]+)$/.test(written);
}
