/** The guide to refine: its files, its commands and what they say, from its beginning to its end. */
import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { inFolder } from "../app/folders.ts";
import { blocksOf } from "./paper.ts";
import { textOf } from "./tree.ts";
import { fits, play, printedIn } from "./transcript.ts";

const PAGE = "docs/guides/refine.md", ROOT = new URL("../../", import.meta.url).pathname;

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

Deno.test(
  "the guide to refine does what it prints, command by command: it is killed, resumed, steered, asked, forked and cleared up",
  { ignore: Deno.build.os === "windows" },
  async () => {
    await inFolder(async (folder) => {
      const bin = await install(folder), cwd = `${folder}/project`;
      const env = { PATH: `${bin}:${Deno.execPath().replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}`, NO_COLOR: "1" };
      await Deno.mkdir(cwd);
      let played = 0;
      for (const block of blocksOf(Deno.readTextFileSync('/tmp/g3/bad.md'))) {
        const name = /^(?:\/\/|#) ([\w-]+\.\w+)\n/.exec(block.text)?.[1];
        if (name) await Deno.writeTextFile(`${cwd}/${name}`, block.text);
        for (const printed of block.info === "console" ? printedIn(block) : []) {
          const said = await play(printed, { cwd, env });
          assert.ok(fits(said, printed), `${PAGE}:${printed.line}: \`${printed.command}\` said\n${said.text}`);
          assert.ok(![1, 2, 8].includes(said.code), `${PAGE}:${printed.line}: exit code ${said.code}`);
          played++;
        }
      }
      assert.ok(played >= 20);
    });
  },
);
