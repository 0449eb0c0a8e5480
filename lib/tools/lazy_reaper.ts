import type { Reaper } from "./reaper.ts";
import { openReaper } from "./reaper.ts";

/** A reaper that is started when the first process is to be watched. */
export function lazyReaper(): Reaper {
  let open: Reaper | undefined;
  return {
    watch: (pid) => (open ??= openReaper()).watch(pid),
    forget: (pid) => open?.forget(pid),
    close: async () => await open?.close(),
  };
}
