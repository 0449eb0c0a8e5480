import type { Explained, ExplainedStep } from "./explain.ts";

/** A plan in words as a numbered list; ends with a line end. */
export function explainedText({ name, kind, program, steps }: Explained): string {
  const lines = steps.flatMap(({ says, details }, i) => [
    `${String(i + 1).padStart(2)}. ${says}`,
    ...details.map((detail) => `      ${detail}`),
  ]);
  return [`${name}: ${kind} (${program})`, ...lines, ""].join("\n");
}

/** A plan in words as a Mermaid flow chart; ends with a line end. */
export function explainedMermaid({ steps }: Explained): string {
  const boxes = steps.map((step) => `  ${step.id}${boxOf(step)}`);
  const arrows = steps.flatMap(({ id, next }) =>
    next.map(({ to, when }) => `  ${id} -->${when === undefined ? "" : `|${when}|`} ${to}`)
  );
  return ["flowchart TD", ...boxes, ...arrows, ""].join("\n");
}

function boxOf({ id, says }: ExplainedStep): string {
  const label = `"${escaped(says)}"`;
  if (id === "start" || id === "finish") return `([${label}])`;
  return id === "stop" ? `{${label}}` : `[${label}]`;
}

/** Mermaid reads HTML entities in labels, and gives some characters a meaning of their own. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:;_/()+=*%$-]/gu, (letter) => `#${letter.codePointAt(0)};`);
}
