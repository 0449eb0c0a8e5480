/** Processes that run a loop and are held in one of its steps. */
import { loom } from "../cli/fake_host.ts";
import type { Came } from "../cli/fake_host.ts";
import { inFolder } from "../app/folders.ts";
import { beginLife } from "../crash/mortal_loom.ts";
import type { Life } from "../crash/mortal_loom.ts";
import { until } from "../engine/models.ts";
import { heldSpec, NAME } from "./held_loop.ts";

/** Which form the loop has. */
export type Form = "spec" | "code";

/** A process that stands still in a step of its run, and what may be done about it. */
export interface Held {
  readonly folder: string;
  /** Ends it the hard way, and lets whoever comes next go on. */
  kill(): Promise<void>;
  /** Lets it go on to its end; gives its exit code. */
  release(): Promise<number>;
  /** What the steps were handed so far, in all processes. */
  handed(): readonly number[];
  /** A command line in its folder. */
  loom(...words: readonly string[]): Promise<Came>;
}

/** Runs a loop whose steps get these marks in a process of its own, which is held in one of them, and does something. */
export async function held(
  form: Form,
  { marks, at }: { readonly marks: readonly number[]; readonly at: number },
  work: (held: Held) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/.loom`);
    await Deno.writeTextFile(`${folder}/hold`, String(at));
    const life = form === "spec" ? await specLife(folder, marks) : codeLife(folder, marks);
    let isOver = false;
    const over = life.end.finally(() => isOver = true);
    await until(() => isOver || exists(`${folder}/held`));
    if (isOver) throw new Error(`it ended before it was held: ${JSON.stringify(await over)}`);
    const free = () => Deno.remove(`${folder}/hold`).catch(() => {});
    try {
      await work({
        folder,
        kill: async () => {
          life.kill();
          await life.end;
          await free();
        },
        release: async () => {
          await free();
          return (await life.end).code;
        },
        handed: () => Deno.readTextFileSync(`${folder}/calls`).trimEnd().split("\n").map(Number),
        loom: (...words) => loom(folder, words),
      });
    } finally {
      life.kill();
      await life.end;
    }
  });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function specLife(folder: string, marks: readonly number[]): Promise<Life> {
  const { spec, script } = heldSpec(marks);
  await Deno.writeTextFile(`${folder}/spec.yaml`, spec);
  await Deno.writeTextFile(`${folder}/make.ts`, script);
  return beginLife(folder, ["run", "spec.yaml", "--name", NAME, "--json"]);
}

function codeLife(folder: string, marks: readonly number[]): Life {
  const script = new URL("held_loop.ts", import.meta.url).pathname;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", script, folder, JSON.stringify(marks)],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    kill: () => {
      try {
        process.kill("SIGKILL");
      } catch {
        // It has ended by itself.
      }
    },
    end: process.output().then(({ signal, code, stdout, stderr }) => {
      return { killed: signal === "SIGKILL", code, out: text(stdout), err: text(stderr) };
    }),
  };
}
