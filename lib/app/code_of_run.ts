import type { RunHead, Store } from "../store/store.ts";
import type { WhyCode } from "../views/why_view.ts";
import type { Setup } from "./setup.ts";

/** The code that a run was begun by; undefined where that is not known, and for a run that follows a plan. */
export async function codeOfRun(store: Store, run: RunHead): Promise<WhyCode | undefined> {
  const { code } = await store.inputs(run.id) as unknown as Partial<Setup>;
  if (typeof code?.file !== "string" || typeof code.name !== "string") return undefined;
  const { file, name, line = 1 } = code, text = await Deno.readTextFile(file).catch(() => undefined);
  return { file, line, name, ...holderIn(text ?? "", line) };
}

/** Lines that a declaration may begin above the call that makes its value. */
const ABOVE = 3;

/** The declaration that a line belongs to. */
export function holderIn(text: string, line: number): Pick<WhyCode, "held" | "exported"> {
  const lines = text.split("\n");
  for (let at = line - 1; at >= 0 && at >= line - 1 - ABOVE; at--) {
    const [, word, held] =
      /^\s*(export\s+)?(?:const|let|var)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(lines[at] ?? "") ?? [];
    if (held !== undefined) return { held, exported: word !== undefined || isListed(text, held) };
    if (/^\s*export\s+default\b/.test(lines[at] ?? "")) return { exported: "default" };
  }
  return { exported: false };
}

function isListed(text: string, name: string): boolean {
  return [...text.matchAll(/^\s*export\s*\{([^}]*)\}/gm)].some(([, names]) =>
    names!.split(",").some((one) => one.trim() === name)
  );
}
