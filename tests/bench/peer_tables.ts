/**
 * The peers side by side, as Markdown. Where there are several rounds, medians.
 *
 * @module
 */
import { OURS } from "./peers.ts";
import { median, type Row, type Values, WINDOWS, type Workload } from "./values.ts";

/** One number of a workload, and how it is shown. */
interface Measure<W extends Workload = Workload> {
  readonly workload: W;
  readonly title: string;
  readonly pick: (value: Values[W]) => number;
  readonly digits: number;
  /** The most that ours is meant to need; absent where there is no aim. */
  readonly aim?: number;
}

const windowName = ([from, to]: readonly [number, number]) => `${from}-${to}`;

const MEASURES: readonly Measure[] = [
  ...WINDOWS.map((window, i): Measure<"W1"> => ({
    workload: "W1",
    title: `W1 step ${windowName(window).replace("-", "–")}, p50 ms`,
    pick: (value) => value.gaps_ms[windowName(window)]!.p50,
    digits: 3,
    ...(i === 1 ? {} : { aim: 0.06 }),
  })),
  { workload: "W1", title: "W1 p99 ms", pick: (value: Values["W1"]) => lastGap(value).p99, digits: 2 },
  {
    workload: "W2",
    title: "W2 settled, MB",
    pick: (value: Values["W2"]) => value.settled_bytes / 1e6,
    digits: 2,
    aim: 0.6,
  },
  {
    workload: "W2",
    title: "W2 × payload",
    pick: (value: Values["W2"]) => value.settled_bytes / value.payload_bytes,
    digits: 1,
  },
  { workload: "W3", title: "W3 resume, ms", pick: (value: Values["W3"]) => value.ms, digits: 0, aim: 100 },
  { workload: "W3", title: "of it loading, ms", pick: (value: Values["W3"]) => value.load_library_ms, digits: 0 },
  { workload: "W3", title: "W3 steps", pick: (value: Values["W3"]) => value.steps, digits: 0 },
  { workload: "W4", title: "W4 total, ms", pick: (value: Values["W4"]) => value.total_ms, digits: 0, aim: 110 },
] as readonly Measure[];

/** What is measured of loops that make something better, in a table of its own: few engines have them. */
const LOOPS: readonly Measure[] = ([
  { title: "rounds", pick: ({ rounds }) => rounds, digits: 0 },
  { title: "first 500, p50 ms", pick: ({ first }) => first.p50, digits: 3 },
  { title: "last 500, p50 ms", pick: ({ last }) => last.p50, digits: 3 },
  { title: "last ÷ first", pick: ({ first, last }) => last.p50 / first.p50, digits: 2, aim: 1.5 },
  { title: "first half, bytes a round", pick: ({ first_half_bytes }) => first_half_bytes, digits: 0 },
  { title: "second half, bytes a round", pick: ({ second_half_bytes }) => second_half_bytes, digits: 0 },
  {
    title: "second ÷ first half",
    pick: ({ first_half_bytes, second_half_bytes }) => second_half_bytes / first_half_bytes,
    digits: 2,
    aim: 1.1,
  },
  { title: "resume, ms", pick: ({ resume_ms }) => resume_ms, digits: 0, aim: 100 },
] satisfies readonly Omit<Measure<"W5">, "workload">[]).map((measure) => ({ workload: "W5", ...measure }) as Measure);

function lastGap({ gaps_ms }: Values["W1"]) {
  return gaps_ms[windowName(WINDOWS.at(-1)!)]!;
}

/** All measures of loops, of the peers that have some; empty when none was measured. */
export function loopTable(rows: readonly Row[]): string {
  const peers = namesIn(rows.filter(({ workload, value }) => workload === "W5" && value));
  if (peers.length === 0) return "";
  return table(
    ["peer", ...LOOPS.map((measure) => measure.title)],
    peers.map((peer) => [peer, ...LOOPS.map((measure) => show(over(rows, peer, measure), measure.digits))]),
  );
}

/** All measures of all peers. */
export function peerTable(rows: readonly Row[]): string {
  return table(
    ["peer", ...MEASURES.map((measure) => measure.title)],
    namesIn(rows).map((peer) => [peer, ...MEASURES.map((measure) => show(over(rows, peer, measure), measure.digits))]),
  );
}

/** Ours against every peer: below 1, ours needs less. Empty when ours was not measured. */
export function ratioTable(rows: readonly Row[]): string {
  const compared = MEASURES.filter((measure) => measure.title !== "W3 steps" && measure.title !== "W2 × payload");
  const mine = compared.map((measure) => over(rows, OURS, measure));
  if (mine.every((value) => value === undefined)) return "";
  const ratio = (ours: number | undefined, theirs: number | undefined) =>
    ours === undefined || !theirs ? undefined : ours / theirs;
  return table(
    ["ours ÷ peer", ...compared.map((measure) => measure.title)],
    namesIn(rows).filter((peer) => peer !== OURS).map((peer) => [
      peer,
      ...compared.map((measure, i) => show(ratio(mine[i], over(rows, peer, measure)), 2)),
    ]),
  );
}

/** What ours aims at, and whether it got there. Empty when ours was not measured. */
export function aimTable(rows: readonly Row[]): string {
  const found = [...MEASURES, ...LOOPS].flatMap((measure) => {
    const value = over(rows, OURS, measure), { title, digits, aim } = measure;
    return aim === undefined || value === undefined
      ? []
      : [[measure.workload === "W5" ? `W5 ${title}` : title, `≤ ${aim}`, show(value, digits), verdict(value, aim)]];
  });
  return found.length ? table(["ours", "aim", "measured", ""], found) : "";
}

/** Versions, durability and everything a reader of a number has to know. */
export function remarks(rows: readonly Row[]): string {
  return namesIn(rows).flatMap((peer) => {
    const mine = rows.filter((row) => row.peer === peer);
    const versions = Object.entries(mine[0]!.versions).map(([name, version]) => `${name} ${version}`).join(", ");
    const durability = mine.find((row) => row.durability)?.durability;
    const said = mine.flatMap(remarksOn);
    return [`- **${peer}** (${versions})${durability ? `: ${durability}` : ""}`, ...new Set(said)];
  }).join("\n");
}

function remarksOn(row: Row): readonly string[] {
  const anew = row.workload === "W3" ? row.value?.server_too_ms : undefined;
  const said = [
    row.reason,
    row.fewer,
    row.value ? row.note : undefined,
    anew === undefined ? undefined : `with its server started anew as well: ${show(anew, 0)} ms`,
  ];
  return said.flatMap((why) => why ? [`  - ${row.workload}: ${why}`] : []);
}

/** A Markdown table whose first column holds names and whose others hold numbers. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), `| --- |${" ---: |".repeat(header.length - 1)}`, ...rows.map(line)].join("\n");
}

/** A number for people; a dash where there is none. */
export function show(value: number | undefined, digits: number): string {
  if (value === undefined) return "–";
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Whether a value is within its limit, in words. */
export function verdict(value: number, limit: number): string {
  return value <= limit ? "reached" : "missed";
}

function namesIn(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.map((row) => row.peer))];
}

function over(rows: readonly Row[], peer: string, { workload, pick }: Measure): number | undefined {
  const found = rows.flatMap((row) =>
    row.peer === peer && row.workload === workload && row.value ? [pick(row.value)] : []
  );
  return found.length ? median(found) : undefined;
}
