import type { ToldCheck } from "../../plan/told_process.ts";
import type { SyntaxFault } from "../code/outline.ts";
import { goOn } from "../workspace/trouble.ts";
import type { LookedAt } from "./look_at_file.ts";

/**
 * Places where a text cannot be parsed, in the language that its path tells; undefined where nobody can tell.
 */
export type SyntaxErrors = (
  path: string,
  text: string,
  signal: AbortSignal,
) => Faults | undefined | Promise<Faults | undefined>;

/** Faults of a text, the first ones. */
type Faults = readonly Pick<SyntaxFault, "line" | "message">[];

/** What looks at the syntax of files, and what ends it. */
export interface Checking {
  /** What is wrong with the syntax of a text. */
  readonly syntaxErrors: SyntaxErrors;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Files that are parsed, and how many at a time: each may take a process of its own. */
const MOST_PARSED = 100, LANES = 4;
/** Faults that are told of one file. */
const TOLD = 3;
/** Files that are called JSON, and in which their programs allow comments. */
const WITH_COMMENTS =
  /(?:^|\/)(?:[tj]sconfig[^/]*|deno|devcontainer|\.eslintrc|launch|settings|tasks|extensions)\.json$/;

/** Whether files that were looked at are what they have to be, their syntax included, in their order. */
export async function syntaxChecks(
  files: readonly LookedAt[],
  { syntaxErrors, signal }: Checking,
): Promise<readonly ToldCheck[]> {
  const checks = new Array<ToldCheck>(files.length);
  let next = 0, parsed = 0, passedOver = 0;
  async function lane(): Promise<void> {
    for (let i = next++; i < files.length; i = next++) {
      goOn(signal, "Cannot check the files");
      const file = files[i]!, { path, text = "", fault } = file;
      const isParsed = fault === undefined && text !== "" && !WITH_COMMENTS.test(path);
      if (isParsed && parsed >= MOST_PARSED) passedOver++;
      const faults = isParsed && parsed < MOST_PARSED ? await syntaxErrors(path, text, signal) : undefined;
      if (faults) parsed++;
      checks[i] = checkOf(file, faults ?? []);
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane));
  const detail = `${passedOver} files more were not parsed: it is done for ${MOST_PARSED} at most`;
  return passedOver === 0 ? checks : [...checks, { name: "syntax", passed: false, severity: "warning", detail }];
}

function checkOf({ path, isWanted, text = "", fault }: LookedAt, faults: Faults): ToldCheck {
  const name = `${isWanted ? "deliverable" : "file"} ${path}`;
  if (fault !== undefined) return { name, passed: false, severity: "error", detail: fault };
  if (faults.length === 0) return { name, passed: true, severity: "error" };
  const places = faults.slice(0, TOLD).map(({ line, message }) => `line ${line}: ${message}`).join("; ");
  const detail = `it does not parse: ${places}${faults.length > TOLD ? `; and ${faults.length - TOLD} more` : ""}`;
  return { name, passed: false, severity: isTemplate(text) ? "warning" : "error", detail };
}

/** What holds holes of a template is filled in later, and need not be of its language before. */
function isTemplate(text: string): boolean {
  return /\{\{|\{%|<%/.test(text);
}
