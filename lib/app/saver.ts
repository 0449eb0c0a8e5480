import type { Plan } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import { renderTemplate } from "./render_template.ts";
import { saveErrorOf } from "./save_error.ts";
import { completeSave, saveText } from "./save_text.ts";
import type { Setup } from "./setup.ts";

/** A text that could not be saved. */
export interface Unsaved {
  /** Where it was to go, relative to the project folder. */
  readonly path: string;
  /** Why it is not there, and what to do. */
  readonly reason: string;
}

/** Saves the text of one run as it grows. */
export interface Saver {
  /** Saves the text where the plan says so. A file that cannot be written never ends the run: the next save tries again. */
  save(text: string): Promise<void>;
  /** What the last save failed for; undefined when the file holds the text. */
  readonly problem: Unsaved | undefined;
  /** Says that no more is to come. */
  close(): Promise<void>;
}

/** Whose texts are saved, and who is told. */
export interface SaverParts {
  /** Keeps which file the run made. */
  readonly store: Store;
  /** Number, seed and name of the run. */
  readonly run: { readonly id: number; readonly seed: number; readonly name: string };
  /** Says where to, if anywhere. */
  readonly plan: Plan | undefined;
  /** What the run was given. */
  readonly setup: Setup;
  /** Told after every save, with the path of the file. */
  readonly saved: (path: string) => void;
  /** Told once for every new problem, not at every save. */
  readonly failed: (problem: Unsaved) => void;
}

/** What saves the text of a run. Nothing is read or made before the first save. */
export function saverOf({ store, run, plan, setup, saved, failed }: SaverParts): Saver {
  let problem: Unsaved | undefined, last: string | undefined;
  const write = async (text: string): Promise<string> => {
    // A fork has the setup of its origin, and saves under its own name.
    const own = { ...setup, run: { ...setup.run, name: run.name } };
    const path = await renderTemplate(plan!.save!, { plan: plan!, setup: own, seed: run.seed });
    return await saveText({ store, run: run.id, folder: setup.folder, path, text });
  };
  const fail = (error: unknown): void => {
    if (error instanceof StoreError) throw error;
    const before = problem, { path, reason } = saveErrorOf(error, plan!.save!);
    problem = { path, reason };
    if (path !== before?.path || reason !== before.reason) failed(problem);
  };
  return {
    get problem() {
      return problem;
    },
    save: async (text) => {
      if (plan?.save === undefined) return;
      try {
        const path = await write(text);
        problem = undefined, last = text;
        saved(path);
      } catch (error) {
        last = undefined;
        fail(error);
      }
    },
    close: async () => {
      if (last !== undefined) await completeSave(store, run.id, last);
      last = undefined;
    },
  };
}
