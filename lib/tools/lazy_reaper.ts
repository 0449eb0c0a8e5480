import process from "node:process";
import type { Reaper } from "./reaper.ts";
import { openReaper } from "./reaper.ts";

/** A reaper that is started when the first process is to be watched. What is started after its end is ended at once. */
export function lazyReaper(): Reaper {
  let open: Reaper | undefined, isClosed = false;
  return {
    watch(pid) {
      if (isClosed) return endNow(pid);
      (open ??= openReaper()).watch(pid);
    },
    forget: (pid) => open?.forget(pid),
    async close() {
      isClosed = true;
      await open?.close();
    },
  };
}

function endNow(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
