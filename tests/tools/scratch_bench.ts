import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { Scratch } from "../../lib/plan/effect.ts";
import type { CommandFailure, CommandOutcome } from "../../lib/tools/command.ts";
import { openScratchRoom, runInScratch } from "../../lib/tools/scratch.ts";
import type { ScratchOptions, ScratchRoom } from "../../lib/tools/scratch.ts";
import { withFolder } from "./scratch.ts";

/** Neither texts nor copies. */
export const NOTHING: Scratch = { write: {}, copy: [] };
/** Programs that may be run. */
export const TOOLS: readonly string[] = ["sh", "cat", "true", "pwd", "sleep", "find", "./tools/count.sh"];

/** What commands are run with. */
export interface Bench {
  readonly folder: string;
  readonly room: ScratchRoom;
  run(argv: readonly string[], scratch: Partial<Scratch>, more?: Partial<ScratchOptions>): Promise<CommandOutcome>;
  fails(argv: readonly string[], scratch: Partial<Scratch>, more?: Partial<ScratchOptions>): Promise<CommandFailure>;
  /** Names of the folders that commands have now. */
  places(): Promise<readonly string[]>;
}

/** Runs with a spec's folder that holds these files; whatever happens, no folder of a command may be left. */
export async function withBench(
  files: { readonly [path: string]: string },
  test: (bench: Bench) => Promise<void>,
): Promise<void> {
  await withFolder(files, async (folder) => {
    const room = await openScratchRoom(), parent = await parentOf(room);
    const run: Bench["run"] = (argv, scratch, more = {}) =>
      runInScratch(argv, {
        folder,
        permissions: { run: TOOLS, env: [] },
        scratch: { ...NOTHING, ...scratch },
        room,
        ...more,
      });
    const places = () => Array.fromAsync(Deno.readDir(parent), ({ name }) => name);
    const fails: Bench["fails"] = async (...asked) => {
      const outcome = await run(...asked);
      assert.ok(!outcome.ok, "the command was expected to fail");
      return outcome;
    };
    try {
      await test({ folder, room, run, fails, places });
      assert.deepEqual(await places(), []);
    } finally {
      await room.close();
    }
    await assert.rejects(Deno.stat(parent), Deno.errors.NotFound);
  });
}

/** Where a room makes its folders. */
export async function parentOf(room: ScratchRoom): Promise<string> {
  return await room.lend((place) => Promise.resolve(dirname(place)));
}

/** What a command has printed that came to its end. */
export function printed(outcome: CommandOutcome): string {
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.message);
  return outcome.result.stdout;
}

/** The file that a command has left that came to its end. */
export function fileOf(outcome: CommandOutcome): string | undefined {
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.message);
  return outcome.result.file;
}
