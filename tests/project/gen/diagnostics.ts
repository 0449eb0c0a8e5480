/**
 * Writes `docs/diagnostics.md`, or with `--check` says whether it is stale: every diagnostic, when it is given, and what
 * it looks like.
 *
 * @module
 */
import { MESSAGES } from "../../../lib/text/messages.ts";
import type { DiagnosticCode } from "../../../lib/text/diagnostic.ts";
import { renderHuman } from "../../../lib/text/render_human.ts";
import { diagnose } from "./diagnostic_example.ts";
import { EXAMPLES } from "./diagnostic_examples.ts";

/** The page. */
export const PAGE = "docs/diagnostics.md";

const SERIES: readonly (readonly [string, string])[] = [
  ["L01", "Reading a text"],
  ["L02", "The shape of a spec"],
  ["L03", "Expressions and templates"],
  ["L04", "Models, money and ends"],
  ["L05", "Files, scripts and imports"],
  ["L06", "Tasks and tools"],
];

const HEAD = `# Diagnostics

Every error and warning has a number that never changes, a place, and one sentence. All that is wrong with a spec is
told at once; a spec with an error has no plan and is never run. This page is made of the compiler's own words:
\`tests/project/gen/diagnostics.ts\` writes it.
`;

/** What the page has to say now. */
export async function diagnosticsPage(): Promise<string> {
  const codes = (Object.keys(MESSAGES) as DiagnosticCode[]).sort((a, b) =>
    MESSAGES[a].number < MESSAGES[b].number ? -1 : 1
  );
  const parts = [HEAD];
  for (const [series, title] of SERIES) {
    parts.push(`## ${title}\n`);
    for (const code of codes) if (MESSAGES[code].number.startsWith(series)) parts.push(await entry(code));
  }
  return parts.join("\n");
}

async function entry(code: DiagnosticCode): Promise<string> {
  const { number, severity } = MESSAGES[code], example = EXAMPLES[code];
  const found = (await diagnose(example)).filter((one) => one.code === code).slice(0, 1);
  const [shown = ""] = renderHuman(found, { colour: false, width: 100 }).split("\n\n");
  const kind = severity === "warning" ? "A warning. " : "";
  return `### ${number} ${code}\n\n${wrapped(kind + example.about)}\n\n\`\`\`text\n${shown}\n\`\`\`\n`;
}

function wrapped(text: string): string {
  return text.replace(/(.{1,120})(?: |$)/g, "$1\n").trimEnd();
}

if (import.meta.main) {
  const path = new URL(`../../../${PAGE}`, import.meta.url), page = await diagnosticsPage();
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(path, page);
  else if (await Deno.readTextFile(path).catch(() => "") !== page) {
    console.error(`${PAGE} is stale: run \`deno run -A tests/project/gen/diagnostics.ts\``);
    Deno.exitCode = 1;
  }
}
