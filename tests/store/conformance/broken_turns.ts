import type { Store, Turn, TurnStore } from "../../../lib/store/store.ts";
import type { Fault } from "./fault.ts";

/** Faults of what is kept of what was said. */
function turns(change: (turns: TurnStore, store: Store) => Partial<TurnStore>): Fault["in"] {
  return (store) => ({ turns: { ...store.turns, ...change(store.turns, store) } });
}

/** A store that searches everything itself, in a way of its own. */
function searching(isFound: (turn: Turn, query: string) => boolean): Fault["in"] {
  return turns(({ range }) => ({
    search: async (run, query, { limit = 10, task } = {}) => {
      const all = (await range(run, { from: 0, to: 9_999, ...(task === undefined ? {} : { task }) })).toReversed();
      return all.filter((turn) => isFound(turn, query)).slice(0, limit);
    },
  }));
}

/** Faults about what was said in runs. */
export const OF_TURNS: readonly Fault[] = [
  {
    what: "turns are given but for the last",
    breaks: ["turns come back word for word, those of a task or a run, between two of the model's turns"],
    in: turns(({ range }) => ({ range: async (run, { to, ...more }) => await range(run, { ...more, to: to - 1 }) })),
  },
  {
    what: "a turn that is there is written over",
    breaks: ["a turn is added once, by its row and who said it"],
    in: turns(({ add, range }) => {
      const latest = new Map<number, string>();
      return {
        add: (run, added) => {
          for (const { seq, role, text } of added) if (role === "assistant") latest.set(seq, text);
          return add(run, added);
        },
        range: async (...asked) =>
          (await range(...asked)).map((turn) =>
            turn.role === "assistant" ? { ...turn, text: latest.get(turn.seq)! } : turn
          ),
      };
    }),
  },
  {
    what: "words are found anywhere in words",
    breaks: ["a search finds turns that hold all words, by their beginnings, newest first"],
    in: searching(({ text }, query) =>
      query.toLowerCase().split(/\W+/).filter(Boolean).every((word) => text.toLowerCase().includes(word))
    ),
  },
  {
    what: "a text without spaces is one word",
    breaks: ["texts without spaces between words are searched for pieces"],
    in: searching(({ text }, query) =>
      query.split(/\s+/).every((word) => text.split(/\s+/).some((part) => part.startsWith(word)))
    ),
  },
  {
    what: "a query is a pattern",
    breaks: ["nothing in a query is taken for anything but words"],
    in: searching(({ text }, query) => query.trim() !== "" && new RegExp(query, "iu").test(text)),
  },
  {
    what: "runs hear each other",
    breaks: ["[P56] runs do not hear each other"],
    in: turns(({ search }, { runs }) => ({
      search: async (_, query, options) => {
        const all = await Promise.all((await runs()).map(({ id }) => search(id, query, options)));
        return all.flat();
      },
    })),
  },
  {
    what: "calls are told oldest first",
    breaks: ["calls of tools are told newest first, of all tools or of one"],
    in: turns(({ calls }) => ({ calls: async (...asked) => (await calls(...asked)).toReversed() })),
  },
  {
    what: "of many turns the first few are added",
    breaks: ["thousands of turns are added at once"],
    in: turns(({ add }) => ({ add: (run, added) => add(run, added.slice(0, 2_000)) })),
  },
  {
    what: "what was said outlives its run",
    breaks: ["what was said goes with its run"],
    in: turns(({ add, search }) => {
      const said = new Map<number, Turn[]>();
      return {
        add: async (run, added) => {
          await add(run, added);
          said.set(run, [...said.get(run) ?? [], ...added]);
        },
        search: async (run, query, options) => {
          const found = await search(run, query, options);
          return found.length > 0 ? found : (said.get(run) ?? []).filter(({ text }) => text.includes(query));
        },
      };
    }),
  },
];
