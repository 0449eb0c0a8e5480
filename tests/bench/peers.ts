import config from "../../deno.json" with { type: "json" };

/** Who takes part. An adapter lives in `peers/<name>.ts` and runs in a process of its own. */
export interface Peer {
  readonly name: string;
  /** `project` is Deno with this checkout's own configuration; the other two run where the peers are installed. */
  readonly runtime: "project" | "deno" | "node";
  readonly packages: readonly string[];
  /** A server of its own that outlives the worker process. */
  readonly server?: "restate";
  /** Steps of the resume workload, where the engine cannot do the full 10,000. */
  readonly maxSteps?: { readonly steps: number; readonly why: string };
  /** What a reader of a number has to know, by workload. */
  readonly notes?: Readonly<Record<string, string>>;
  /** How long a dead worker keeps its run, fixed by the engine. The bench waits it out, untimed. */
  readonly leaseMs?: number;
}

/** The name of Loom among its peers. */
export const OURS = "ours";

/** Everyone, in the order they are measured and shown. */
export const PEERS: readonly Peer[] = [
  { name: "floor", runtime: "project", packages: ["@libsql/client"] },
  { name: OURS, runtime: "project", packages: [config.name] },
  {
    name: "langgraph",
    runtime: "node",
    packages: ["@langchain/langgraph", "@langchain/langgraph-checkpoint-sqlite"],
  },
  {
    name: "mastra",
    runtime: "node",
    packages: ["@mastra/core", "@mastra/libsql"],
    notes: { W4: "foreach stores no task's result before the last: after a kill all 1,000 ran again (1.71.0)" },
  },
  {
    name: "openworkflow",
    runtime: "node",
    packages: ["openworkflow"],
    maxSteps: { steps: 999, why: "a run may hold 1,000 step attempts, the killed one included" },
    notes: { W4: "the limit of attempts again: killed half-way, this run can only fail (0.10.1)" },
    leaseMs: 30_000,
  },
  {
    name: "restate",
    runtime: "deno",
    packages: ["@restatedev/restate-sdk", "@restatedev/restate-server"],
    notes: { W3: "the server went on running; its retry delay was set to 10 ms" },
    server: "restate",
  },
];
