/**
 * Repairs a program by small changes to its text, one at a time, each kept when more tests hold. It knows nothing of what
 * the program is for; it knows which slips people make.
 *
 * @module
 */

/** What `propose` is given, as far as it is of use here. */
export interface Seen {
  /** The best program so far, the round that made it, and what its tests printed. */
  readonly best: { readonly text: string; readonly round: number; readonly stdout: string };
  /** The round that is being made, from 1. */
  readonly round: number;
  /** This candidate's place in the round. */
  readonly i: number;
  /** Candidates of a round. */
  readonly n: number;
  /** A number of this candidate's own, the same in every resume. */
  readonly seed: number;
}

/** Some of the text, and what it becomes. */
interface Change {
  readonly at: number;
  readonly old: string;
  readonly by: string;
}

/** A kind of slip: what to look for in the text, and what may have been meant. */
interface Slip {
  readonly at: RegExp;
  readonly by: (old: string) => readonly string[];
}

/** The likely ones first. */
const SLIPS: readonly Slip[] = [
  // and for or
  { at: /&&|\|\|/g, by: (old) => [old === "&&" ? "||" : "&&"] },
  // one too far, or the wrong way round
  { at: /(?<= )[<>]=?(?= )/g, by: (old) => [old[1] ? old[0]! : `${old}=`, old[0] === "<" ? ">" : "<"] },
  // plus for minus
  { at: /(?<= )[-+*/](?= )/g, by: (old) => ({ "+": ["-"], "-": ["+"], "*": ["/"] })[old] ?? ["*"] },
  // equal for different
  { at: /[=!]==/g, by: (old) => [old === "===" ? "!==" : "==="] },
  // off by one: an argument
  { at: /(?<=[(,] ?)[a-z]\w*(?=[,)])/g, by: (old) => [`${old} - 1`, `${old} + 1`] },
  // off by one: a number
  { at: /\b\d+\b/g, by: (old) => [String(Number(old) - 1), String(Number(old) + 1)] },
];

/**
 * The best program with one change. Until a better one is found, every candidate tries the next change; once all of them
 * were tried, two at a time are drawn by the seed.
 */
export default function mutate({ best: { text, round: since, stdout }, round, i, n, seed }: Seen): string {
  const changes = changesIn(text, suspect(text, stdout)), next = changes[(round - since - 1) * n + i];
  if (next) return changed(text, [next]);
  const pair = [seed % changes.length, Math.floor(seed / changes.length) % changes.length];
  return changed(text, pair.map((place) => changes[place]!));
}

/** Where to look: the body of the function whose test was the first to fail. */
function suspect(text: string, printed: string): { readonly from: number; readonly to: number } {
  const [first] = (JSON.parse(printed) as { readonly failed: readonly { readonly name: string }[] }).failed;
  const head = text.indexOf(`function ${first?.name}(`), from = text.indexOf("{\n", head);
  return head < 0 ? { from: 0, to: text.length } : { from, to: text.indexOf("\n}", from) };
}

function changesIn(text: string, { from, to }: { readonly from: number; readonly to: number }): readonly Change[] {
  const body = text.slice(from, to);
  return SLIPS.flatMap(({ at, by }) =>
    [...body.matchAll(at)].flatMap(({ 0: old, index }) => by(old).map((by) => ({ at: from + index, old, by })))
  );
}

/** The last change is made first, so that the places of the others hold; of two in one place, one is made. */
function changed(text: string, changes: readonly Change[]): string {
  let before = text.length + 1;
  for (const { at, old, by } of changes.toSorted((a, b) => b.at - a.at)) {
    if (at + old.length > before) continue;
    text = text.slice(0, at) + by + text.slice(at + old.length);
    before = at;
  }
  return text;
}
