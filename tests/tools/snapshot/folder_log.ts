import { join } from "node:path";
import type { ChangeLog, Snapshot, SnapshotEntry } from "../../../lib/tools/tool.ts";

/** A log that keeps the snapshot of a command in a folder until it is settled: what a store does, as simply as can be. */
export function folderLog(folder: string): ChangeLog {
  return {
    record: () => Promise.reject(new Error("nothing but commands is recorded here")),
    async guard({ entries, content }: Snapshot) {
      await Deno.mkdir(folder);
      for (const entry of entries) {
        const bytes = entry.is === "file" ? await content(entry.hash) : undefined;
        if (entry.is === "file" && bytes) await Deno.writeFile(join(folder, entry.hash), bytes);
      }
      await Deno.writeTextFile(join(folder, "entries.part"), JSON.stringify(entries));
      await Deno.rename(join(folder, "entries.part"), join(folder, "entries"));
      const kept = await keptIn(folder);
      return { content: kept.content, settle: () => Deno.remove(folder, { recursive: true }) };
    },
  };
}

/** The snapshot that a command left in a folder. */
export async function keptIn(folder: string): Promise<Snapshot> {
  return {
    entries: JSON.parse(await Deno.readTextFile(join(folder, "entries"))) as readonly SnapshotEntry[],
    content: (hash) => Deno.readFile(join(folder, hash)).catch(() => undefined),
  };
}
