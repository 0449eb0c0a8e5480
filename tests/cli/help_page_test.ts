import assert from "node:assert/strict";
import { EXIT } from "../../lib/cli/exit_codes.ts";
import { COMMAND_NAMES, GROUPS, loadCommand } from "../../lib/cli/registry.ts";
import { HELP_PAGE, helpPage } from "./gen/help_page.ts";

const page = (path: string) => Deno.readTextFile(new URL(`../../${path}`, import.meta.url));

Deno.test("the page of commands is what the program's own help says", async () => {
  assert.equal(await page(HELP_PAGE), await helpPage(), "run `deno run -A tests/cli/gen/help_page.ts`");
});

Deno.test("every command is registered under its own name, once, and says what it does in one line", async () => {
  assert.equal(new Set(COMMAND_NAMES).size, GROUPS.flatMap(({ commands }) => Object.keys(commands)).length);
  for (const name of [...COMMAND_NAMES, "complete"]) {
    const command = (await loadCommand(name))!;
    assert.equal(command.name, name);
    assert.match(command.summary, /^[A-Z].{5,75}[^.]$/);
  }
});

Deno.test("the parameters of a command have names of their own", async () => {
  for (const name of COMMAND_NAMES) {
    const parameters = Object.values((await loadCommand(name))!.parameters);
    const names = parameters.flatMap((one) =>
      one.place === "option" ? [one.long, one.short ?? []].flat() : [one.label]
    );
    assert.equal(new Set(names).size, names.length, name);
  }
});

Deno.test("the page of exit codes has a row for every code, and no other", async () => {
  const rows = [...(await page("docs/exit-codes.md")).matchAll(/^\| (\d+) /gm)].map((row) => Number(row[1]));
  assert.deepEqual(rows, Object.values(EXIT));
});
