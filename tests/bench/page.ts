import type { MicroResult } from "./micro.ts";
import { aimTable, loopTable, peerTable, ratioTable, remarks, show, table, verdict } from "./peer_tables.ts";
import type { Row } from "./values.ts";

/** What the numbers were measured on; nothing in it tells one machine of its kind from another. */
export interface Machine {
  readonly cores: number;
  readonly memoryGb: number;
  /** Such as `Linux 6.1, x86_64`. */
  readonly kernel: string;
  readonly deno: string;
}

/** Everything one run of the bench found. */
export interface Results {
  /** Such as `2026-01-31`. */
  readonly date: string;
  readonly machine: Machine;
  readonly rows: readonly Row[];
  readonly micro: readonly MicroResult[];
}

const WORKLOADS = `
|    | workload | how |
| -- | --- | --- |
| W1 | 1,000 empty durable steps, state \`{n}\` | time between consecutive step bodies, after 1,000 unmeasured warm-up steps; p99 is of steps 901–1000 |
| W2 | 400 steps, each appending 1 KB of distinct, incompressible text | bytes on disk once SQLite's log has moved into the database, and as a multiple of the 0.41 MB of text |
| W3 | 10,000 steps, killed inside the last body, then a fresh process | from its start to its first new body, less what an empty script of the same runtime takes; median of 3 |
| W4 | 1,000 empty tasks, 16 at a time, one join | total, after 1,000 unmeasured warm-up tasks |
| W5 | a loop of 10,000 rounds that makes a state better, scored, every score kept; killed inside the last body | time between consecutive bodies at both ends, what a round leaves on disk in both halves, resume as in W3 |

The meaning is checked, not trusted: bodies must run once each and in order, the final state must hold all 400 KB, the
join must see 1,000, and W3 counts only if the new process begins exactly the step that was killed, which also proves
that each step was stored before the next body began. Every cell runs in fresh processes, alone, at the peer's default
durability. *floor* is not an engine: it is a bare \`@libsql/client\` batch of three statements a step.
`.trim();

/** The page `docs/performance.md`. */
export function performancePage({ date, machine, rows, micro }: Results): string {
  const { cores, memoryGb, kernel, deno } = machine;
  const sections = [
    "# Performance",
    `Measured on ${date} by \`deno task bench\`, everything in one run: ${cores} cores, ${memoryGb} GB of memory, ${kernel}, Deno ${deno}.\n` +
    "The page is written by the bench; numbers of another machine differ, their ratios less so.",
    ...(rows.length ? peerSections(rows) : []),
    ...micro.map(microSection),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function peerSections(rows: readonly Row[]): readonly string[] {
  const ratios = ratioTable(rows), loops = loopTable(rows);
  return [
    "## Beside other engines",
    WORKLOADS,
    peerTable(rows),
    ratios && "Below 1, Loom needs less:",
    ratios,
    loops && "W5, where an engine has something for it:",
    loops,
    aimTable(rows),
    remarks(rows),
  ];
}

function microSection({ name, goal, rows, reason }: MicroResult): string {
  const found = rows.map(({ what, value, unit, limit }) => [
    what,
    `${show(value, digitsFor(value))} ${unit}`,
    limit === undefined ? "" : `≤ ${show(limit, digitsFor(limit))} ${unit}`,
    limit === undefined ? "" : verdict(value, limit),
  ]);
  const shown = found.length ? table(["", "measured", "aim", ""], found) : `Not measured: ${reason ?? "no rows"}.`;
  return `## ${name}\n\n${goal}\n\n${shown}`;
}

function digitsFor(value: number): number {
  if (value >= 100) return 0;
  return value >= 1 ? 1 : 3;
}
