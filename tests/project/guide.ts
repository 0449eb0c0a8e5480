/**
 * Guides, carried out from their beginning to their end: their files are written, their commands run, and what those say
 * is held against what the guide prints.
 *
 * @module
 */
import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { inFolder } from "../app/folders.ts";
import type { Block } from "./paper.ts";
import { blocksOf } from "./paper.ts";
import { fits, play, printedIn } from "./transcript.ts";
import { textOf } from "./tree.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Exit codes that say that a command could not do what it was asked to. */
const WRONG: readonly number[] = [1, 2, 8];

/** A command `loom` as `deno task install` makes it. */
async function install(folder: string): Promise<string> {
  const flags = config.tasks.install.command.split(" ").filter((word) => word.startsWith("--allow-"));
  const words = [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--config",
    `${ROOT}deno.json`,
    ...flags,
    `${ROOT}cli.ts`,
  ];
  await Deno.mkdir(`${folder}/bin`);
  await Deno.writeTextFile(`${folder}/bin/loom`, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, { mode: 0o755 });
  return `${folder}/bin`;
}

/**
 * The file that a block is, if it is one: its info says so, as in `toml loom.toml` and, for what is added to one,
 * `toml >> loom.toml`, or its first line does.
 */
function fileOf({ info, text }: Block): { readonly name: string; readonly append: boolean } | undefined {
  const [, more, told] = /^\w+ (>> )?([\w-]+\.\w+)$/.exec(info) ?? [];
  const name = told ?? /^(?:\/\/|#) ([\w-]+\.\w+)\n/.exec(text)?.[1];
  return name === undefined ? undefined : { name, append: more !== undefined };
}

/** Carries a guide out, and gives how many commands it has. */
export async function playGuide(page: string): Promise<number> {
  return await inFolder(async (folder) => {
    const bin = await install(folder), cwd = `${folder}/project`;
    const env = {
      PATH: `${bin}:${Deno.execPath().replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}`,
      // What is set up for everything of whoever runs this is not to be seen here.
      XDG_CONFIG_HOME: `${folder}/config`,
      NO_COLOR: "1",
    };
    await Deno.mkdir(cwd);
    let played = 0;
    for (const block of blocksOf(textOf(page))) {
      const file = fileOf(block);
      if (file) await Deno.writeTextFile(`${cwd}/${file.name}`, block.text, { append: file.append });
      for (const printed of block.info === "console" ? printedIn(block) : []) {
        const said = await play(printed, { cwd, env });
        assert.ok(fits(said, printed), `${page}:${printed.line}: \`${printed.command}\` said\n${said.text}`);
        assert.ok(!WRONG.includes(said.code), `${page}:${printed.line}: exit code ${said.code}`);
        played++;
      }
    }
    return played;
  });
}
