import { pathToFileURL } from "node:url";
import type { WhyView } from "../views/why_view.ts";

/** A run that follows code of somebody's own. */
export type CodeRun = Pick<WhyView, "name" | "program" | "code">;

/** How a run of code is gone on with: lines of TypeScript. */
export function codeLines({ name, program, code }: CodeRun): readonly string[] {
  const run = JSON.stringify(name);
  if (!code) return [`await loom.resume(${run}, { program }); // the program ${JSON.stringify(program)}`];
  const { exported, held = wordOf(code.name) } = code, url = JSON.stringify(urlOf(code.file));
  if (exported === false) return [`await ${held}.resume(${run}); // in the file itself`];
  return [`import ${exported === "default" ? held : `{ ${held} }`} from ${url};`, `await ${held}.resume(${run});`];
}

/** What the code is called, in words. */
export function codeWords({ program, code }: CodeRun): string {
  if (!code) return `the program \`${program}\`, whose file is not known here`;
  const { file, line, held, exported } = code;
  if (exported === "default") return `the default export of \`${file}\``;
  if (exported) return `the export \`${held}\` of \`${file}\``;
  return `what \`${file}\` makes at line ${line}${held === undefined ? "" : `, \`${held}\``}`;
}

function urlOf(file: string): string {
  return /^[a-z][a-z+.-]+:/i.test(file) ? file : pathToFileURL(file).href;
}

/** A name as one of a variable. */
function wordOf(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : "loop";
}
