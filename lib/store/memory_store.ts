/**
 * A store in memory: for tests, and for runs nobody wants to keep. It keeps the same promises as the database, except
 * that nothing outlives the process.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import { canonical, toJson } from "../base/json.ts";
import { sha256 } from "../base/hash.ts";
import type { Booking, Entry, Limits, Plan, RunStatus } from "../plan/mod.ts";
import type { TreeNode, TreeNote } from "../tree/tree.ts";
import type { Lease, Message, NewRun, OpenIntent, Projection, Purse, RunHead, Store, Write } from "./store.ts";
import { StoreError } from "./store.ts";

interface MemoryRun {
  readonly made: NewRun;
  readonly id: number;
  readonly driver: number;
  readonly ancestors: readonly number[];
  readonly plan: Plan | undefined;
  readonly inputs: JsonObject;
  readonly journal: Entry[];
  readonly flights: Map<number, Booking>;
  limits: { [dimension: string]: number };
  spent: Booking;
  reserved: Booking;
  wall: number;
  status: RunStatus;
  snapshot?: { readonly seq: number; readonly state: Json };
  inbox: Message[];
  projection?: Projection;
}

interface MemoryLease {
  epoch: number;
  holder: string;
  expires: number;
}

interface MemoryDocument {
  readonly name: string;
  readonly created: number;
  readonly nodes: Map<string, TreeNode>;
  readonly notes: TreeNote[];
}

const NOTHING: Booking = { usd: 0, tokens: 0, calls: 0 };
const DIMENSIONS = ["usd", "tokens", "calls"] as const;

/** An empty store that lives as long as this value. */
export function memoryStore(): Store {
  const runs: MemoryRun[] = [], leases = new Map<number, MemoryLease>(), documents = new Map<string, MemoryDocument>();
  let messages = 0;

  const byId = (id: number): MemoryRun => {
    const run = runs[id - 1];
    if (!run) throw new StoreError("not-found", `Cannot find the run number ${id}`);
    return run;
  };
  const leaseOf = (run: MemoryRun): Lease => {
    const lease = leases.get(run.driver);
    return { epoch: lease?.epoch ?? 0, holder: lease?.holder ?? "", live: (lease?.expires ?? 0) > Date.now() };
  };
  const headOf = (run: MemoryRun): RunHead => ({
    id: run.id,
    name: run.made.name,
    title: run.made.title,
    program: run.made.program,
    ...(run.plan ? { planHash: sha256(canonical(run.plan)) } : {}),
    seed: run.made.seed,
    created: run.made.at,
    ...(run.made.parent ? { parent: run.made.parent } : {}),
    ...(run.made.origin ? { origin: run.made.origin } : {}),
    driver: run.driver,
    durability: run.made.durability,
    status: run.status,
    lease: leaseOf(run),
    ledger: { limits: run.limits as Limits, spent: run.spent, reserved: run.reserved, wall: run.wall },
    steps: run.journal.filter(({ type }) => type === "result" || type === "done").length,
    updated: run.journal.at(-1)?.at ?? run.made.at,
  });
  const fence = (run: MemoryRun, epoch: number): void => {
    if (leases.get(run.driver)?.epoch !== epoch) {
      throw new StoreError("fenced", "Cannot write to the run: another process drives it now");
    }
  };
  const documentNamed = (name: string): MemoryDocument => {
    const document = documents.get(name);
    if (!document) throw new StoreError("not-found", `Cannot find the document \`${name}\``);
    return document;
  };
  const nodeNamed = (id: string): { readonly node: TreeNode; readonly document: MemoryDocument } | undefined => {
    for (const document of documents.values()) {
      const node = document.nodes.get(id);
      if (node) return { node, document };
    }
    return undefined;
  };
  const family = (run: MemoryRun) => run.ancestors.map(byId);

  return {
    createRun: (made) =>
      sync(() => {
        const child = made.parent &&
          runs.find(({ made: { parent } }) => parent?.run === made.parent!.run && parent.key === made.parent!.key);
        if (child) return headOf(child);
        if (runs.some((run) => run.made.name === made.name)) {
          throw new StoreError(
            "taken",
            `Cannot start a run named \`${made.name}\`: the name is in use; choose another, or resume that run`,
          );
        }
        const id = runs.length + 1, parent = made.parent && byId(made.parent.run);
        const run: MemoryRun = {
          made,
          id,
          driver: parent?.driver ?? id,
          ancestors: [id, ...parent?.ancestors ?? []],
          plan: made.plan && toJson(made.plan) as unknown as Plan,
          inputs: toJson(made.inputs) as JsonObject,
          journal: [],
          flights: new Map(),
          limits: { ...made.limits } as { [dimension: string]: number },
          spent: NOTHING,
          reserved: NOTHING,
          wall: 0,
          status: "queued",
          inbox: [],
        };
        runs.push(run);
        return headOf(run);
      }),
    findRun: (name) =>
      sync(() => {
        const found = runs.filter(({ made }) => made.name.startsWith(name));
        const exact = found.find(({ made }) => made.name === name) ?? (found.length === 1 ? found[0] : undefined);
        if (exact) return headOf(exact);
        if (found.length === 0) {
          throw new StoreError("not-found", `Cannot find the run \`${name}\`: \`loom runs\` lists those there are`);
        }
        throw new StoreError(
          "not-found",
          `Cannot tell which run \`${name}\` is: it begins ${
            found.map(({ made }) => made.name).sort().slice(0, 9).join(", ")
          }`,
        );
      }),
    run: (id) => sync(() => headOf(byId(id))),
    runs: ({ limit, parent } = {}) =>
      sync(() => runs.filter(({ made }) => made.parent?.run === parent).map(headOf).reverse().slice(0, limit)),
    plan: (id) => sync(() => byId(id).plan),
    inputs: (id) => sync(() => byId(id).inputs),

    acquire: (run, holder, { ttl, gone }) =>
      sync(() => {
        const lease = leases.get(run);
        if (lease && lease.expires > Date.now() && lease.epoch !== gone) return undefined;
        const epoch = (lease?.epoch ?? 0) + 1;
        leases.set(run, { epoch, holder, expires: Date.now() + ttl });
        return epoch;
      }),
    beat: (run, epoch, { ttl, walls }) =>
      sync(() => {
        const lease = leases.get(run);
        if (lease?.epoch !== epoch) return false;
        lease.expires = Date.now() + ttl;
        for (const { run, wall } of walls) byId(run).wall = Math.max(byId(run).wall, Math.round(wall));
        return true;
      }),
    release: (run, epoch) =>
      sync(() => {
        const lease = leases.get(run);
        if (lease?.epoch === epoch) lease.expires = 0, lease.holder = "";
      }),
    setWaiting: (id, epoch, waiting) =>
      sync(() => {
        const run = byId(id);
        if (leases.get(run.driver)?.epoch === epoch && (run.status === "running" || run.status === "waiting")) {
          run.status = waiting ? "waiting" : "running";
        }
      }),

    append: (id, epoch, writes) =>
      sync(() => {
        const run = byId(id);
        fence(run, epoch);
        return writes.map((write) => {
          const { entry } = write;
          if (entry.type === "intent" && !reserve(run, family(run), entry)) return false;
          run.journal.push(toJson(entry) as unknown as Entry);
          settle(run, family(run), entry);
          beside(run, write);
          return true;
        });
      }),
    load: (id) =>
      sync(() => {
        const { snapshot, journal } = byId(id);
        return { ...(snapshot ? { snapshot } : {}), entries: journal.filter(({ seq }) => seq >= (snapshot?.seq ?? 0)) };
      }),
    entries: (id, after, limit) => sync(() => byId(id).journal.filter(({ seq }) => seq > after).slice(0, limit)),
    entriesAt: (id, seqs) => sync(() => byId(id).journal.filter(({ seq }) => seqs.includes(seq))),
    purses: (id) => sync(() => family(byId(id)).map((run): Purse => ({ run: run.id, ...headOf(run).ledger }))),
    raise: (id, epoch, add) =>
      sync(() => {
        const run = byId(id);
        fence(run, epoch);
        for (const [dimension, amount] of Object.entries(add)) {
          const used = dimension === "wall" ? run.wall : run.spent[dimension as keyof Booking] ?? 0;
          run.limits = {
            ...run.limits,
            [dimension]: dimension === "deadline" ? amount : (run.limits[dimension] ?? used) + amount,
          };
        }
      }),
    openIntents: (id) =>
      sync(() =>
        [...byId(id).flights].map(([seq, reserved]): OpenIntent => ({
          run: id,
          seq,
          key: byId(id).journal.find((entry) => entry.seq === seq)!.key!,
          reserved,
        }))
      ),

    send: (id, { kind, value }) =>
      sync(() => void byId(id).inbox.push({ id: ++messages, kind, value: toJson(value), at: Date.now() })),
    inbox: (id) => sync(() => [...byId(id).inbox]),

    createDocument: (name) =>
      sync(() => {
        if (!documents.has(name)) documents.set(name, { name, created: Date.now(), nodes: new Map(), notes: [] });
      }),
    documents: () =>
      sync(() =>
        [...documents.values()].reverse().map(({ name, created, nodes }) => ({ name, created, nodes: nodes.size }))
      ),
    document: (name) =>
      sync(() => {
        const { nodes, notes } = documentNamed(name);
        return { nodes: [...nodes.values()], notes: [...notes] };
      }),
    findNode: (name, id) =>
      sync(() => {
        const found = [...documentNamed(name).nodes.values()].filter((node) => node.id.startsWith(id));
        if (found.length === 1 || found[0]?.id === id) return found[0]!;
        if (found.length === 0) {
          throw new StoreError("not-found", `Cannot find node \`${id}\` in the document \`${name}\``);
        }
        throw new StoreError(
          "not-found",
          `Cannot tell which node \`${id}\` is: several in \`${name}\` begin so; write more of it`,
        );
      }),
    path: (node) =>
      sync(() => {
        const path: TreeNode[] = [], first = nodeNamed(node);
        if (!first) throw new StoreError("not-found", `Cannot find node \`${node}\``);
        for (
          let at: TreeNode | undefined = first.node;
          at;
          at = at.parent === null ? undefined : first.document.nodes.get(at.parent)
        ) path.push(at);
        return path.reverse();
      }),
    texts: (ids) =>
      sync(() =>
        new Map(ids.flatMap((id) => {
          const found = nodeNamed(id);
          return found ? [[id, found.node.text] as const] : [];
        }))
      ),

    projection: (run) => sync(() => byId(run).projection),
    setProjection: (run, projection) => sync(() => void (byId(run).projection = projection)),
    close: () => {},
  };

  function beside(run: MemoryRun, { entry, node, notes, takes, snapshot }: Write): void {
    const document = node && documents.get(node.document);
    if (node && document && !nodeNamed(node.id)) {
      const { document: _, ...rest } = node;
      document.nodes.set(node.id, { ...rest, run: run.made.name, at: entry.at });
    }
    for (const { node: id, kind, value } of notes ?? []) {
      nodeNamed(id)?.document.notes.push({ node: id, kind, value: toJson(value), run: run.made.name, at: entry.at });
    }
    run.inbox = run.inbox.filter(({ id }) => !takes?.includes(id));
    if (snapshot !== undefined) run.snapshot = { seq: entry.seq, state: toJson(snapshot) };
    if (entry.type === "drive" || entry.type === "reopen") run.status = "running";
    else if (entry.type === "pause") run.status = "paused";
    else if (entry.type === "end") run.status = (entry.value as { readonly kind: RunStatus }).kind;
  }
}

/** The wall: all or nothing, for the run and every ancestor. */
function reserve(run: MemoryRun, family: readonly MemoryRun[], { seq, booking = NOTHING }: Entry): boolean {
  const passes = family.every(({ limits, spent, reserved }) =>
    DIMENSIONS.every((d) => booking[d] === 0 || spent[d] + reserved[d] + booking[d] <= (limits[d] ?? Infinity))
  );
  if (!passes) return false;
  for (const member of family) member.reserved = plus(member.reserved, booking, 1);
  run.flights.set(seq, booking);
  return true;
}

function settle(run: MemoryRun, family: readonly MemoryRun[], { ref, booking = NOTHING }: Entry): void {
  if (ref === undefined) return;
  const held = run.flights.get(ref) ?? NOTHING;
  run.flights.delete(ref);
  for (const member of family) {
    member.reserved = plus(member.reserved, held, -1);
    member.spent = plus(member.spent, booking, 1);
  }
}

function plus(a: Booking, b: Booking, sign: 1 | -1): Booking {
  return { usd: a.usd + sign * b.usd, tokens: a.tokens + sign * b.tokens, calls: a.calls + sign * b.calls };
}

/** Throws become rejections, as with a store that is really elsewhere. */
function sync<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
