/** What was said in runs, in memory. */
import type { Term } from "../search_words.ts";
import { foldedWords, termsOf } from "../search_words.ts";
import type { Turn, TurnStore } from "../turn_store.ts";
import { LIMIT, ROLES } from "../turns.ts";
import type { MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** Turns over one state. */
export function memoryTurns(state: MemoryState): TurnStore {
  const turnsOf = (run: number) => state.runs.get(run)?.turns ?? [];
  return {
    add: (id, added) =>
      settled(() => {
        if (added.length === 0) return;
        const { turns } = state.run(id), known = new Set(turns.map(placeOf));
        for (const turn of added) {
          if (!known.has(placeOf(turn))) turns.push({ ...turn });
          known.add(placeOf(turn));
        }
        turns.sort((a, b) => placeOf(a) - placeOf(b));
      }),
    last: (run) => settled(() => turnsOf(run).at(-1)?.seq ?? 0),
    search: (run, query, { task, limit = LIMIT } = {}) =>
      settled(() => {
        const terms = termsOf(query);
        if (terms.length === 0) return [];
        const found = turnsOf(run).filter((turn) => (task === undefined || turn.task === task) && holds(turn, terms));
        return found.reverse().slice(0, limit);
      }),
    range: (run, { task, from, to }) =>
      settled(() =>
        turnsOf(run).filter((turn) => turn.n >= from && turn.n <= to && (task === undefined || turn.task === task))
      ),
    calls: (run, { tool, limit = LIMIT } = {}) =>
      settled(() => {
        const calls = turnsOf(run).filter((turn) => turn.role === "tool" && (tool === undefined || turn.tool === tool));
        return calls.reverse().slice(0, limit);
      }),
  };
}

/** Where a turn stands among those of its run. */
function placeOf({ seq, role }: Turn): number {
  return seq * ROLES.length + ROLES.indexOf(role);
}

function holds({ text }: Turn, terms: readonly Term[]): boolean {
  const words = foldedWords(text);
  return terms.every((term) => term.find === "piece" ? text.includes(term.piece) : isIn(words, term.words));
}

function isIn(words: readonly string[], sought: readonly string[]): boolean {
  const folded = sought.flatMap(foldedWords), begin = folded.at(-1);
  if (begin === undefined) return false;
  return words.some((_, at) =>
    folded.every((word, i) => i < folded.length - 1 ? words[at + i] === word : words[at + i]?.startsWith(begin))
  );
}
