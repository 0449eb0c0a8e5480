/**
 * The program that parses texts, in a process of its own: a text of a few bytes may take a parser for ever or all memory.
 * Reads what to do as JSON, and prints a line of JSON for each text.
 *
 * @module
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { findFaults } from "./find_faults.ts";
import { rulesOf } from "./languages.ts";
import { makeOutline } from "./make_outline.ts";
import type { CodeText, Parsed } from "./outline.ts";
import type { Grammar, Parser, TreeSitter } from "./syntax_node.ts";
import { yamlFaults, type YamlReader } from "./yaml_faults.ts";

/** What the program is told. */
export interface ParseWork {
  /** URL of the folder with the parser and its grammars. */
  readonly folder: string;
  /** URL of the module that reads YAML. */
  readonly yaml: string;
  /** What to parse. */
  readonly texts: readonly CodeText[];
  /** Milliseconds that each may take. */
  readonly each: number;
}

const { folder, yaml, texts, each }: ParseWork = await new Response(Deno.stdin.readable).json();
const load = createRequire(folder), grammars = new Map<string, Grammar>();
let parser: Promise<{ readonly parser: Parser; readonly Language: TreeSitter["Language"] }> | undefined;
for (const text of texts) print(await parsed(text));

async function parsed({ language, text }: CodeText): Promise<Parsed> {
  if (language === "yaml") {
    const reader: YamlReader = await import(yaml);
    return { ok: true, faults: yamlFaults(text, reader) };
  }
  const rules = rulesOf(language);
  if (!rules) return { ok: false };
  const { parser, Language } = await treeSitter();
  const known = grammars.get(rules.grammar);
  const grammar = known ?? await Language.load(await bytes(`tree-sitter-${rules.grammar}.wasm`));
  grammars.set(rules.grammar, grammar);
  parser.setLanguage(grammar);
  const late = performance.now() + each;
  const tree = parser.parse(text, null, { progressCallback: () => performance.now() > late });
  if (!tree) {
    parser.reset();
    return { ok: false };
  }
  const outline = makeOutline(tree.rootNode, rules), faults = findFaults(tree.rootNode, rules);
  tree.delete();
  return { ok: true, outline, faults };
}

function treeSitter(): NonNullable<typeof parser> {
  parser ??= (async () => {
    // Where it finds Node's process the parser takes its place for Node's, and asks for modules by Node's names.
    Reflect.deleteProperty(globalThis, "process");
    const { Parser, Language } = load(fileURLToPath(new URL("tree-sitter.js", folder))) as TreeSitter;
    await Parser.init({ wasmBinary: await bytes("tree-sitter.wasm") });
    return { parser: new Parser(), Language };
  })();
  return parser;
}

function bytes(name: string): Promise<Uint8Array> {
  return Deno.readFile(new URL(name, folder));
}

function print(value: Parsed): void {
  const line = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  for (let at = 0; at < line.length;) at += Deno.stdout.writeSync(line.subarray(at));
}
