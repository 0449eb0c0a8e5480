/**
 * The watchman of child processes. A process that is killed cannot clean up after itself, and a child in an endless
 * loop does not notice that its parent is gone. So a small shell, in a session of its own, holds the other end of a
 * pipe: when the pipe closes, for whatever cause, it kills every group that is still listed and removes the folder.
 *
 * @module
 */

/** Kills what outlives this process. */
export interface Reaper {
  /** Lists a process group, named by its leader. */
  watch(pid: number): void;
  /** Strikes a group off the list: it has ended. */
  forget(pid: number): void;
  /** Kills what is still listed, removes the folder, and ends. */
  close(): Promise<void>;
}

const WATCH = `live=" "
while read -r op pid; do
  case $op in
    +) live="$live$pid " ;;
    -) case $live in *" $pid "*) live="\${live%%" $pid "*} \${live#*" $pid "}" ;; esac ;;
  esac
done
for pid in $live; do kill -s KILL -- "-$pid" 2>/dev/null; done
if [ -n "$1" ] && ! rm -rf -- "$1"; then
  find "$1" -type d -exec chmod 700 {} \\;
  rm -rf -- "$1"
fi`;

/** Starts a reaper; `folder` is removed when it ends. */
export function openReaper(options: { readonly folder?: string } = {}): Reaper {
  const child = new Deno.Command("/bin/sh", {
    args: ["-c", WATCH, "sh", options.folder ?? ""],
    clearEnv: true,
    env: { PATH: "/usr/bin:/bin" },
    stdin: "piped",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  // It must not keep us alive, it only waits for our end.
  child.unref();
  const pipe = child.stdin.getWriter();
  const encoder = new TextEncoder();
  // A reaper that someone killed is no reason to fail: the work goes on, unwatched.
  const tell = (line: string): void => void pipe.write(encoder.encode(line)).catch(() => {});
  return {
    watch: (pid) => tell(`+ ${pid}\n`),
    forget: (pid) => tell(`- ${pid}\n`),
    async close() {
      child.ref();
      await pipe.close().catch(() => {});
      await child.status;
    },
  };
}
