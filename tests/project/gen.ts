/**
 * `deno task gen`: writes every generated file anew. The tests say when one is stale.
 *
 * @module
 */

/** Each writes one file, and compares instead when it is called with `--check`. */
const GENERATORS = [
  "tests/project/gen/diagnostics.ts",
  "tests/project/gen/functions.ts",
  "tests/project/gen/schema.ts",
  "tests/project/gen/tools.ts",
  "tests/cli/gen/help_page.ts",
  "tests/cli/gen/export_schema.ts",
];

if (import.meta.main) {
  let failed = 0;
  for (const generator of GENERATORS) {
    const args = ["run", "--allow-read", "--allow-write", "--allow-env", generator, ...Deno.args];
    const { code } = await new Deno.Command(Deno.execPath(), { args, cwd: new URL("../../", import.meta.url) }).spawn()
      .status;
    if (code !== 0) failed++;
  }
  Deno.exitCode = failed > 0 ? 1 : 0;
}
