/**
 * Searching a text for a part, in time linear in both. The engine's own search is quadratic for long parts that
 * nearly match everywhere, so those take the way of Knuth, Morris and Pratt.
 *
 * @module
 */

/** Parts up to this long cost the engine's search no more than a constant for each character of the text. */
const SHORT = 32;

/** The place of the first occurrence at or after `from`, or -1. Places are UTF-16 units. */
export function indexOf(text: string, part: string, from = 0): number {
  if (part.length <= SHORT) return text.indexOf(part, from);
  const [first = -1] = occurrences(text, part, from);
  return first;
}

/** The place of the last occurrence, or -1. */
export function lastIndexOf(text: string, part: string): number {
  if (part.length <= SHORT) return text.lastIndexOf(part);
  let last = -1;
  for (const place of occurrences(text, part, 0)) last = place;
  return last;
}

/** The pieces of a text between occurrences that do not overlap. */
export function split(text: string, separator: string): readonly string[] {
  if (separator.length <= SHORT) return text.split(separator);
  const pieces: string[] = [];
  let at = 0;
  for (const place of occurrences(text, separator, 0)) {
    if (place >= at) pieces.push(text.slice(at, place)), at = place + separator.length;
  }
  return [...pieces, text.slice(at)];
}

function* occurrences(text: string, part: string, from: number): Generator<number> {
  const borders = bordersOf(part);
  let matched = 0;
  for (let i = Math.max(0, Math.trunc(from)); i < text.length; i++) {
    const unit = text.charCodeAt(i);
    while (matched > 0 && part.charCodeAt(matched) !== unit) matched = borders[matched - 1]!;
    if (part.charCodeAt(matched) === unit) matched++;
    if (matched < part.length) continue;
    yield i + 1 - matched;
    matched = borders[matched - 1]!;
  }
}

/** For each beginning of a part, how long its longest proper beginning is that is also its end. */
function bordersOf(part: string): Int32Array {
  const borders = new Int32Array(part.length);
  for (let i = 1, matched = 0; i < part.length; i++) {
    while (matched > 0 && part.charCodeAt(matched) !== part.charCodeAt(i)) matched = borders[matched - 1]!;
    if (part.charCodeAt(matched) === part.charCodeAt(i)) matched++;
    borders[i] = matched;
  }
  return borders;
}
