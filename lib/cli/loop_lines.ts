/** A run that goes in rounds, as a table of them under a picture of its scores and costs. */
import { formatUsd, usd } from "../base/money.ts";
import type { Booking } from "../plan/mod.ts";
import { visible, widthOf } from "../text/visible.ts";
import type { LoopView } from "../views/loop_view.ts";
import type { OpenRound, RoundView } from "../views/rounds.ts";
import { count, grade, took } from "./amounts.ts";
import type { Paint, Style } from "./ansi.ts";
import { clip } from "./clip.ts";
import { roundNotes, roundStyle } from "./round_words.ts";
import { sparkline } from "./sparkline.ts";
import type { Column } from "./table.ts";
import { table } from "./table.ts";

/** How a loop is drawn. */
export interface LoopOptions {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes, and no picture. */
  readonly width?: number;
  /** Whether blocks may be drawn. */
  readonly blocks: boolean;
  /** Whether every round is listed, however many there are; where there is no terminal each is. */
  readonly all: boolean;
}

/** Lines of a loop: the picture, and a row for each round. */
export function loopLines(view: LoopView, options: LoopOptions): readonly string[] {
  const { rounds } = view, rows = rowsOf(view);
  if (rows.length === 0) return ["No rounds yet."];
  const { paint, width, all } = options, picture = width === undefined ? [] : pictureOf(rounds, { ...options, width });
  const shown = all || width === undefined ? rows : shortened(rows, rounds);
  const columns = width !== undefined && width < NARROW ? COLUMNS.filter(({ title }) => title !== "TIME") : COLUMNS;
  const listed = table(shown, columns, { paint, ...(width ? { width } : {}) });
  return [...picture, ...(picture.length > 0 ? [""] : []), ...listed];
}

/** Cells below which notes need the room that times would take. */
const NARROW = 64;

/** Rounds that are worth a picture. */
const DRAWN = 2;
/** Cells before a sparkline, and after it at least. */
const LABEL = 7, LEGEND = 24;

function pictureOf(
  rounds: readonly RoundView[],
  { width, paint, blocks }: LoopOptions & { readonly width: number },
): readonly string[] {
  const scores = rounds.map(({ score }) => score), known = scores.filter((score) => score !== null);
  const costs = rounds.map(({ cost }) => cost.usd), dearest = costs.reduce((most, cost) => Math.max(most, cost), 0);
  const room = Math.max(8, width - LABEL - LEGEND);
  const line = (label: string, drawn: string, legend: string) =>
    `${paint("faint", label.padEnd(LABEL))}${paint("accent", drawn)}  ${
      paint("faint", clip(legend, width - LABEL - widthOf(drawn) - 2))
    }`;
  return [
    ...(known.length < DRAWN ? [] : [line(
      "score",
      sparkline(scores, { width: room, blocks }),
      `${grade(known.reduce((least, score) => Math.min(least, score)))} to ${
        grade(known.reduce((most, score) => Math.max(most, score)))
      }`,
    )]),
    ...(dearest === 0 || costs.length < DRAWN ? [] : [line(
      "cost",
      sparkline(costs, { width: room, blocks, from: 0 }),
      `up to ${formatUsd(dearest)} a round`,
    )]),
  ];
}

/** A line of the table. */
type Row =
  | { readonly is: "round"; readonly round: RoundView; readonly marks: readonly string[]; readonly style?: Style }
  | { readonly is: "open"; readonly round: OpenRound; readonly marks: readonly string[]; readonly style?: Style }
  | { readonly is: "gap"; readonly left: number };

function rowsOf({ rounds, open, question, end, status }: LoopView): readonly Row[] {
  const best = rounds.at(-1)?.best?.round, last = open ? undefined : rounds.at(-1);
  const ended = end ? [`${end.kind}: ${end.reason}`] : [], asks = question === undefined ? [] : [`asks: ${question}`];
  const rows = rounds.map((round): Row => {
    const isBest = round.round === best, style = isBest ? "good" : roundStyle(round);
    const marks = [...(isBest ? ["best"] : []), ...roundNotes(round), ...(round === last ? [...ended, ...asks] : [])];
    return { is: "round", round, marks, ...(style ? { style } : {}) };
  });
  if (!open) return rows;
  const marks = end ? ended : [status === "running" ? "under way" : `under way, ${status}`, ...asks];
  return [...rows, { is: "open", round: open, marks, style: end ? "warn" : "accent" }];
}

/** Rounds that are listed of a long run: the first, the last, and the best wherever it stands. */
const MOST = 40, FIRST = 10, LAST = 20;

/** A long run without its middle. */
function shortened(rows: readonly Row[], rounds: readonly RoundView[]): readonly Row[] {
  if (rows.length <= MOST) return rows;
  const best = rounds.at(-1)?.best?.round, kept: Row[] = [];
  let left = 0;
  const close = () => {
    if (left > 0) kept.push({ is: "gap", left });
    left = 0;
  };
  for (const [i, row] of rows.entries()) {
    const isBest = row.is === "round" && row.round.round === best;
    if (i >= FIRST && i < rows.length - LAST && !isBest) left++;
    else {
      close();
      kept.push(row);
    }
  }
  return kept;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "ROUND", cell: (row) => row.is === "gap" ? "…" : String(row.round.round), side: "right" },
  { title: "COST", cell: ifRound(({ cost }) => costOf(cost)), side: "right", spare: 2 },
  { title: "TOTAL", cell: ifRound(({ cumulative }) => formatUsd(cumulative.usd)), side: "right", spare: 3 },
  {
    title: "SCORE",
    cell: (row) => row.is === "round" && row.round.score !== null ? grade(row.round.score) : "",
    side: "right",
    style: (row) => row.is === "round" ? row.style : undefined,
  },
  { title: "TIME", cell: ifRound(({ ms }) => took(ms)), side: "right", style: () => "faint", spare: 4 },
  {
    title: "NOTE",
    cell: (row) =>
      row.is === "gap"
        ? `${count(row.left)} more: --all shows them`
        : visible(row.marks.join(" · ").replace(/\s+/g, " ")),
    style: (row) => row.is === "gap" ? "faint" : row.style,
  },
];

function ifRound(cell: (round: RoundView | OpenRound) => string): (row: Row) => string {
  return (row) => row.is === "gap" ? "" : cell(row.round);
}

function costOf({ usd, calls }: Booking): string {
  return usd > 0 || calls > 0 ? formatUsd(usd) : "";
}

/** Rounds as data, one value each; the one that is not over has no verdict. */
export function loopJson({ rounds, open, question }: LoopView): readonly unknown[] {
  const amounts = ({ usd: nano, tokens, calls }: Booking) => ({ usd: usd(nano), tokens, calls });
  const sums = ({ cost, cumulative, ms }: RoundView | OpenRound) => ({
    cost: amounts(cost),
    cumulative: amounts(cumulative),
    ms,
  });
  const over = rounds.map((round) => ({
    round: round.round,
    verdict: round.verdict,
    score: round.score,
    best: round.best,
    from: round.from,
    back: round.back ?? null,
    candidates: round.candidates ?? null,
    error: round.error ?? null,
    stalled: round.stalled ?? null,
    node: round.node ?? null,
    seq: round.seq,
    ...sums(round),
  }));
  return open
    ? [...over, { round: open.round, verdict: null, score: null, question: question ?? null, ...sums(open) }]
    : over;
}
