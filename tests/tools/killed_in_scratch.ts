/** A program that runs a command in a folder of its own, which says where that is, and waits to be killed. */
import { openScratchRoom, runInScratch } from "../../lib/tools/scratch.ts";

const [folder = "", stubborn = ""] = Deno.args;
await runInScratch(["sh", "-c", `${stubborn}; pwd > "$1/place"; sleep 600`, "sh", folder], {
  folder,
  permissions: { run: ["sh"], env: [] },
  scratch: { write: { "text.txt": "text" }, copy: [] },
  room: await openScratchRoom(),
});
