/** A file system of a few megabytes, held in memory; only where mounting is allowed. */
export interface SmallDisk extends AsyncDisposable {
  readonly folder: string;
  /** Takes all of its space but so many bytes. */
  fill(but: number): void;
  /** Gives the space back. */
  free(): void;
  /** Lets nobody write; everything on it must be closed. */
  makeReadOnly(): void;
  makeWritable(): void;
}

/** Whether this process may mount; where it may not, tests of real disks cannot run. */
export const MOUNTABLE: boolean = Deno.build.os === "linux" && Deno.uid() === 0 && canMount();

/** Mounts an empty disk; ends with `await using`. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = Deno.makeTempDirSync({ prefix: "loom-disk-" }), filler = `${folder}/filler`;
  run("mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder);
  return {
    folder,
    fill: (but) => fill(filler, but),
    free: () => Deno.removeSync(filler),
    makeReadOnly: () => run("mount", "-o", "remount,ro", folder),
    makeWritable: () => run("mount", "-o", "remount,rw", folder),
    [Symbol.asyncDispose]: async () => {
      run("umount", "-l", folder);
      await Deno.remove(folder);
    },
  };
}

/** Covers a file with itself, so that even its owner may only read it; returns what takes the cover away. */
export function coverReadOnly(path: string): Disposable {
  run("mount", "--bind", path, path);
  run("mount", "-o", "remount,bind,ro", path);
  return { [Symbol.dispose]: () => run("umount", "-l", path) };
}

function fill(path: string, but: number): void {
  const file = Deno.openSync(path, { create: true, write: true });
  let size = 0;
  try {
    for (const page = new Uint8Array(4096).fill(1);;) size += file.writeSync(page);
  } catch {
    file.truncateSync(size - but);
  } finally {
    file.close();
  }
}

function canMount(): boolean {
  try {
    const folder = Deno.makeTempDirSync({ prefix: "loom-disk-" });
    try {
      run("mount", "-t", "tmpfs", "tmpfs", folder);
      run("umount", folder);
      return true;
    } finally {
      Deno.removeSync(folder);
    }
  } catch {
    return false;
  }
}

function run(command: string, ...args: readonly string[]): void {
  const { success, stderr } = new Deno.Command(command, { args: [...args], stdin: "null" }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
