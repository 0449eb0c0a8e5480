import type { Explained, ExplainedStep } from "./explain.ts";

/** A plan in words as a numbered list; ends with a line end. */
export function explainedText({ name, kind, program, steps }: Explained): string {
  const lines = steps.flatMap(({ says, details, under }, i) => [
    ...(under !== undefined && under !== steps[i - 1]?.under ? [under] : []),
    `${String(i + 1).padStart(2)}. ${says}`,
    ...details.map((detail) => `      ${detail}`),
  ]);
  return [`${name}: ${kind} (${program})`, ...lines, ""].join("\n");
}

/** A plan in words as a Mermaid flow chart; ends with a line end. */
export function explainedMermaid({ steps }: Explained): string {
  const names = new Map(steps.map(({ id }, i) => [id, /^[a-z]+$/.test(id) ? id : `n${i}`]));
  const boxes = steps.map((step) => `  ${names.get(step.id)}${boxOf(step)}`);
  const arrows = steps.flatMap(({ id, next }) =>
    next.map(({ to, when }) =>
      `  ${names.get(id)} -->${when === undefined ? "" : `|${labelOf(when)}|`} ${names.get(to)}`
    )
  );
  return ["flowchart TD", ...boxes, ...arrows, ""].join("\n");
}

function boxOf({ id, says }: ExplainedStep): string {
  const label = `"${escaped(says)}"`;
  if (id === "start" || id === "finish") return `([${label}])`;
  return id === "stop" ? `{${label}}` : `[${label}]`;
}

/** What stands at an arrow: words of ours as they are, anything else between quotes. */
function labelOf(when: string): string {
  return /^[a-z ,]+$/.test(when) ? when : `"${escaped(when)}"`;
}

/** Mermaid reads HTML entities in labels, and gives some characters a meaning of their own. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:;_/()+=*%$-]/gu, (letter) => `#${letter.codePointAt(0)};`);
}
