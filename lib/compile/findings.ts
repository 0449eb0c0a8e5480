import type { Diagnostic, Report } from "../text/diagnostic.ts";
import { diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";

/** Problems of one source that are told: nobody reads more. */
const MOST_TOLD = 200;

/** All that was found so far, in any source. */
export interface Findings {
  /** What was found, in the order in which it was. */
  readonly all: Diagnostic[];
  /** A report about one source; the same one for the same source. */
  about(source: Source): Report;
  /** Whether an error was found in the source. */
  faulty(source: Source): boolean;
}

/** Nothing found yet. */
export function findings(): Findings {
  const all: Diagnostic[] = [], reports = new Map<string, Report>(), faults = new Set<string>();
  const begin = (source: Source): Report => {
    const said = new Set<string>();
    let told = 0;
    return (code, span, params) => {
      const found = diagnostic(source, code, span, params), { message, hint = "" } = found;
      // Where many parts share a place, what is wrong there is found for each of them.
      const identity = `${code} ${span.start} ${span.end} ${message} ${hint}`;
      if (said.has(identity)) return;
      said.add(identity);
      if (found.severity === "error") faults.add(source.name);
      if (told++ < MOST_TOLD) all.push(found);
      else if (told === MOST_TOLD + 1) all.push(diagnostic(source, "too-many-problems", span, { limit: MOST_TOLD }));
    };
  };
  return {
    all,
    about: (source) => {
      const report = reports.get(source.name) ?? begin(source);
      reports.set(source.name, report);
      return report;
    },
    faulty: ({ name }) => faults.has(name),
  };
}
