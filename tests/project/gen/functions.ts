/**
 * Writes the tables of functions into `docs/language.md`, or with `--check` says whether they are stale. The page is
 * people's; what stands between the markers is made of the signatures that the checker uses.
 *
 * @module
 */
import { CONVERSIONS } from "../../../lib/expr/conversions.ts";
import { SIGNATURES } from "../../../lib/expr/functions.ts";
import { LIST_FUNCTIONS } from "../../../lib/expr/list_functions.ts";
import { NUMBER_FUNCTIONS } from "../../../lib/expr/number_functions.ts";
import type { Param, Signature, Signatures } from "../../../lib/expr/signature.ts";
import { TEXT_FUNCTIONS } from "../../../lib/expr/text_functions.ts";
import { typeName } from "../../../lib/expr/types.ts";
import { aligned } from "./aligned.ts";

/** The page. */
export const PAGE = "docs/language.md";

const BEGIN = "<!-- functions: written by tests/project/gen/functions.ts -->", END = "<!-- /functions -->";

const GROUPS: readonly (readonly [title: string, functions: Signatures])[] = [
  ["Numbers", NUMBER_FUNCTIONS],
  ["Texts", TEXT_FUNCTIONS],
  ["Lists and maps", LIST_FUNCTIONS],
  ["Conversions", CONVERSIONS],
];

/** The page with its tables as they have to be now. Throws where a marker is missing. */
export function withFunctions(page: string): string {
  const begin = page.indexOf(BEGIN), end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`Cannot write the functions into ${PAGE}: a marker is missing`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${tables()}\n${page.slice(end)}`;
}

function tables(): string {
  const grouped = new Set(GROUPS.flatMap(([, functions]) => Object.keys(functions)));
  const rest = Object.fromEntries(Object.entries(SIGNATURES).filter(([name]) => !grouped.has(name)));
  return [...GROUPS, ["With a model or a seed", rest] as const]
    .map(([title, functions]) => `#### ${title}\n\n${table(functions)}\n`).join("\n");
}

function table(functions: Signatures): string {
  const rows = Object.entries(functions).map(([name, signature]) => [
    code(`${name}(${params(signature)})`),
    signature.about.replaceAll("|", "\\|"),
    code(result(signature)),
    code(signature.example),
  ]);
  return aligned([["function", "gives", "type", "true, for example"], ...rows]);
}

function params({ params, required = params.length, rest }: Signature): string {
  const written = params.map(({ name }, i) => i < required ? name : `${name}?`).join(", ");
  return rest ? `${written}, …` : written;
}

/** What is given depends on what is taken for some: then the kind is told, by the first that is accepted. */
function result({ params, returns }: Signature): string {
  if (typeof returns !== "function") return typeName(returns);
  return returns(params.map(({ accepts }: Param) => accepts[0]!)).kind;
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

if (import.meta.main) {
  const path = new URL(`../../../${PAGE}`, import.meta.url), page = await Deno.readTextFile(path);
  const fresh = withFunctions(page);
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(path, fresh);
  else if (fresh !== page) {
    console.error(`${PAGE} is stale: run \`deno run -A tests/project/gen/functions.ts\``);
    Deno.exitCode = 1;
  }
}
