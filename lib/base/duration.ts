const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of a duration such as `90s`, `45m`, `2h`, `1h30m`, `2d` or `500ms`; undefined for anything else.
 * Units fall from large to small and each is used once.
 */
export function parseDuration(text: string): number | undefined {
  const found =
    /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/
      .exec(text.trim());
  if (!found || text.trim() === "") return undefined;
  const units = ["d", "h", "m", "s", "ms"];
  const total = units.reduce((sum, unit, i) => sum + Number(found[i + 1] ?? 0) * UNITS[unit]!, 0);
  return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : undefined;
}

/** A spelling that {@link parseDuration} reads back, in the largest units: `1h30m`, `90s` as `1m30s`, `0s`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds), text = "";
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const count = Math.floor(rest / UNITS[unit]!);
    if (count > 0) text += `${count}${unit}`, rest -= count * UNITS[unit]!;
  }
  return text || "0s";
}
