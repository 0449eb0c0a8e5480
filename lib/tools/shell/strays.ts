/** The variable by which everything that a call has started is known, unless it hides it. */
export const STRAY_MARK = "LOOM_CALL";

/** How often it is looked again: what is being ended may start others. */
const ROUNDS = 20;

/** Finds processes by a line of the environment that they were started with. */
const FIND = `exec grep -lzxsF -e "$1" /proc/[0-9]*/environ`;

/**
 * Ends what a call has left running outside of its process group: programs that made themselves daemons. They are found by
 * the mark in the environment that they were started with, so that one which starts another with a clean one gets away;
 * so does everything where the system does not show environments in `/proc`.
 *
 * @returns How many were ended.
 */
export async function endStrays(mark: string): Promise<number> {
  if (Deno.build.os !== "linux") return 0;
  const ended = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    const found = await strays(mark);
    if (found.length === 0) break;
    for (const pid of found) if (end(pid)) ended.add(pid);
  }
  return ended.size;
}

async function strays(mark: string): Promise<readonly number[]> {
  const { stdout } = await new Deno.Command("/bin/sh", {
    args: ["-c", FIND, "sh", `${STRAY_MARK}=${mark}`],
    clearEnv: true,
    env: { PATH: "/usr/bin:/bin" },
    stdin: "null",
    stderr: "null",
  }).output();
  return [...new TextDecoder().decode(stdout).matchAll(/^\/proc\/(\d+)\/environ$/gm)].map(([, pid]) => Number(pid));
}

function end(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGKILL");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}
