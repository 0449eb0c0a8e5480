/** Places beyond this many are not looked for: a message names fewer. */
const MOST_PLACES = 100;

/** Offsets at which the old text stands, at most 100. Places may overlap: each is one that could be meant. */
export function findExact(text: string, old: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(old); at >= 0 && places.length < MOST_PLACES; at = text.indexOf(old, at + 1)) {
    places.push(at);
  }
  return places;
}

/** Offsets of all places that do not overlap, from the left, `most` at most: those that replacing all of them replaces. */
export function findEvery(text: string, old: string, most: number = Infinity): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(old); at >= 0 && places.length < most; at = text.indexOf(old, at + old.length)) {
    places.push(at);
  }
  return places;
}
