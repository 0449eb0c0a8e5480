const UNITS = ["kB", "MB", "GB", "TB"];

/** A number of bytes in a few digits: `812 B`, `1.2 kB`, `34 MB`. A kB is a thousand. */
export function bytes(n: number): string {
  if (n < 1_000) return `${Math.round(n)} B`;
  let size = n / 1_000, unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) size /= 1_000, unit++;
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}
