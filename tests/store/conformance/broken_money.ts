import { StoreError } from "../../../lib/store/store.ts";
import type { Fault } from "./fault.ts";
import { rows, without } from "./fault.ts";

const DIMENSIONS = ["usd", "tokens", "calls"] as const;

/** Faults about money. */
export const OF_MONEY: readonly Fault[] = [
  {
    what: "nothing has a limit",
    breaks: [
      ...DIMENSIONS.map((dimension) => `no reservation passes a limit of ${dimension}`),
      "of very many intents in one batch exactly those that fit are in",
      "an intent keeps its value however long it is, and a refused one leaves nothing",
      "intents of a dead driver stay open and charged under the next",
    ],
    in: (store) => ({ createRun: (run) => store.createRun({ ...run, limits: {} }) }),
  },
  {
    what: "a run spends nobody else's budget",
    breaks: [
      ...DIMENSIONS.map((dimension) => `a limit of ${dimension} holds for every descendant together`),
      "a settlement turns a reservation into what was spent, for the run and its ancestors",
    ],
    in: (store) => ({ purses: async (run) => (await store.purses(run)).slice(0, 1) }),
  },
  {
    what: "every call reserves something of everything",
    breaks: [
      "only dimensions of which something is reserved are looked at",
      "rows that reserve nothing pass every wall",
    ],
    in: rows((entry) =>
      entry.type === "intent" && entry.booking
        ? { ...entry, booking: { ...entry.booking, usd: entry.booking.usd || 1 } }
        : entry
    ),
  },
  {
    what: "one refused intent refuses all",
    breaks: ["neighbours of a refused intent stand, and each is told its own answer"],
    in: (store) => ({
      append: async (...asked) => {
        const accepted = await store.append(...asked);
        return accepted.every(Boolean) ? accepted : accepted.map(() => false);
      },
    }),
  },
  {
    what: "a batch reserves before it settles",
    breaks: ["what a batch settles makes room for what it reserves"],
    in: (store) => ({
      append: async (run, epoch, writes) => {
        const intents = writes.filter(({ entry }) => entry.type === "intent");
        const accepted = new Set((await store.append(run, epoch, intents)).flatMap((is, i) => is ? [intents[i]] : []));
        await store.append(run, epoch, writes.filter(({ entry }) => entry.type !== "intent"));
        return writes.map((write) => write.entry.type !== "intent" || accepted.has(write));
      },
    }),
  },
  {
    what: "what is settled a second time is not booked",
    breaks: ["settling twice books what was spent and gives the reservation back once"],
    in: rows((entry) => entry.type === "settled" ? without(entry, "booking") : entry),
  },
  {
    what: "bills that pass every limit are not stored",
    breaks: [
      "a settlement is stored however much it passes its reservation and every limit",
      "bills beyond all reason are booked as the most there is, settle, and leave every ledger readable",
    ],
    in: rows((entry) => {
      if ((entry.booking?.usd ?? 0) > 1e12) throw new StoreError("broken", "Cannot store so much");
      return entry;
    }),
  },
  {
    what: "failures settle nothing",
    breaks: ["every kind of row settles"],
    in: rows((entry) => entry.type === "failure" ? without(entry, "ref") : entry),
  },
  {
    what: "raising sets a limit",
    breaks: ["raising adds to a limit that is there"],
    in: (store) => ({
      raise: async (run, epoch, add) => {
        const { limits } = (await store.run(run)).ledger;
        await store.raise(run, epoch, { ...add, usd: (add.usd ?? 0) - (limits.usd ?? 0) });
      },
    }),
  },
  {
    what: "a new limit begins at nothing",
    breaks: ["raising a limit that is not there sets it on top of what is spent"],
    in: (store) => ({
      raise: async (run, epoch, add) => {
        const { limits, spent } = (await store.run(run)).ledger;
        const used = limits.usd === undefined && add.usd !== undefined ? { usd: add.usd - spent.usd } : {};
        await store.raise(run, epoch, { ...add, ...used });
      },
    }),
  },
];
