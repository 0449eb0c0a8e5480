/** The texts of a run with what each is called, for those who want to choose one. */
import type { RunView } from "../views/run_view.ts";
import type { StepView } from "../views/step_view.ts";
import { visible } from "../text/visible.ts";
import { grade } from "./amounts.ts";
import type { Paint } from "./ansi.ts";
import { clip } from "./clip.ts";
import { shortIds } from "./short_ids.ts";
import { table } from "./table.ts";

/** What is known of the nodes. */
export interface Nodes {
  /** Ids of all nodes of the document, those of other runs too: short ids tell them apart. */
  readonly ids: Iterable<string>;
  /** Texts by node. */
  readonly texts: ReadonlyMap<string, string>;
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

type NodeStep = StepView & { readonly node: string };

/** A row for every node, and below them the question that one of them would answer. */
export function nodeLines({ name, steps }: RunView, { ids, texts, paint, width }: Nodes): readonly string[] {
  const rows = steps.filter((step): step is NodeStep => step.node !== undefined), short = shortIds(ids);
  if (rows.length === 0) return ["No texts yet."];
  const listed = table(rows, [
    { title: "NODE", cell: ({ node }) => short(node), style: () => "accent" },
    { title: "KEY", cell: ({ key }) => visible(key), spare: 2 },
    {
      title: "SCORE",
      cell: ({ score, chosen }) => `${score === undefined ? "" : grade(score)}${chosen ? " ✓" : "  "}`.trimEnd(),
      spare: 1,
    },
    { title: "TEXT", cell: ({ node }) => clip(texts.get(node) ?? "", LONGEST) || "(blank)" },
  ], { paint, ...(width === undefined ? {} : { width }) });
  const open = steps.find(({ type, state, choices }) =>
    type === "wait" && state === "open" && choices?.some((choice) => texts.has(choice))
  );
  return [...listed, ...(open ? ["", paint("accent", `${visible(open.key)} asks: ${offer(open, name, short)}`)] : [])];
}

/** Cells of a text: enough to tell it from its siblings. */
const LONGEST = 200;

function offer({ choices = [] }: StepView, name: string, short: (id: string) => string): string {
  return `\`loom answer ${visible(name)} NODE\` chooses one of ${choices.map((node) => short(node)).join(", ")}`;
}
