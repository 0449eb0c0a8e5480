import { join } from "node:path";
import { openDatabase } from "../../lib/app/database.ts";
import { keptRun } from "../app/changes/kept_run.ts";
import { scratch } from "./fake_host.ts";

/** A project with a run that has rested after changing files in it, one of them in a child run. */
export async function changedRun(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await scratch({ "old.txt": "one\ntwo\n", "gone.txt": "gone\n" });
  await Deno.mkdir(join(folder.path, ".loom"));
  const store = await openDatabase({ folder: folder.path, create: true });
  const kept = await keptRun({ store, root: folder.path, name: "fixer" });
  await kept.write("task/fix/turn/1/call/0", "old.txt", "one\n2\nthree\n");
  await kept.write("task/fix/turn/1/call/1", "src/new.txt", "new\n");
  await kept.move("task/clean", "gone.txt", "src/moved.txt");
  await kept.command(
    "task/clean/turn/1/call/0",
    () => Deno.writeFile(join(folder.path, "data.bin"), new Uint8Array(9)),
  );
  await kept.rest();
  store.close();
  return folder;
}
