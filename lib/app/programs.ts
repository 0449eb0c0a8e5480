import type { Definition } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { AnyProgram, OwnProgram, Scene } from "./own_program.ts";
import { definitionOf } from "./own_program.ts";
import { setupOf } from "./setup_of.ts";

/** What a run is to be driven for. */
export interface Driving {
  /** Only to be ended. Default false. */
  readonly ending?: boolean;
}

/** A run whose program nobody knows here: it can be ended, and is worth what it last committed. */
function unknownProgram({ program }: RunHead): Definition {
  return {
    program,
    // deno-lint-ignore require-yield
    begin: function* () {
      throw new RangeError(`Cannot go on without the program \`${program}\``);
    },
    // deno-lint-ignore require-yield
    outputs: function* (state) {
      return state ?? null;
    },
  };
}

/** The programs of a library user, and what a run is driven by: one of them, or the kind of its plan. */
export class Programs {
  readonly #handed: Pick<Scene, "models" | "tools">;
  readonly #own = new Map<string, OwnProgram>();
  /** Programs of child runs, by their parent and its key. */
  readonly #children = new Map<string, OwnProgram>();

  /** `handed`: models and tools that were handed to the loom. */
  constructor(own: readonly AnyProgram[], handed: Pick<Scene, "models" | "tools">) {
    this.#handed = handed;
    for (const one of own) this.add(one);
  }

  /** Takes one; a later one of the same name and version takes its place. */
  add(own: AnyProgram): void {
    this.#own.set(own.program, own as unknown as OwnProgram);
  }

  /** Takes the one that a child run is of; several of a name may be made inside a step. The result forgets it. */
  addChild({ parent, key }: { readonly parent: number; readonly key: string }, own: AnyProgram): () => void {
    const place = `${parent}/${key}`;
    this.add(own);
    this.#children.set(place, own as unknown as OwnProgram);
    return () => this.#children.delete(place);
  }

  /** The one that a child run is of, named with its version or without. */
  named(name: string): OwnProgram | undefined {
    return [...this.#own.values()].find(({ program }) => program === name || program.startsWith(`${name}@`));
  }

  /** Throws a RangeError for a run whose program is not here: what it has done means nothing to another. */
  async checkFork(store: Store, origin: RunHead, given: AnyProgram | undefined): Promise<void> {
    const { name, program, planHash } = origin;
    if (planHash === undefined && !this.#own.has(program)) {
      const found = given ? `, and this is \`${given.program}\`` : "";
      throw new RangeError(
        `Cannot fork \`${name}\`: it was begun by \`${program}\`${found}; hand that program to openLoom or to fork`,
      );
    }
    const known = (await this.definitionFor(store, origin)).program;
    if (known === program) return;
    throw new RangeError(
      `Cannot fork \`${name}\`: it was begun by \`${program}\`, and this loom has \`${known}\`; start its spec anew`,
    );
  }

  /**
   * What a run is driven by. Throws a RangeError for a program of one's own that was not handed in, unless the run is
   * only to be ended: that takes no program.
   */
  async definitionFor(store: Store, run: RunHead, { ending = false }: Driving = {}): Promise<Definition> {
    const plan = await store.plan(run.id), setup = await setupOf(store, run);
    if (plan) return await (await import("./kind_definition.ts")).kindDefinition(plan, setup, run.seed);
    const { parent } = run, inner = parent && this.#children.get(`${parent.run}/${parent.key}`);
    const own = inner ?? this.#own.get(run.program);
    if (!own && ending) return unknownProgram(run);
    if (!own) {
      throw new RangeError(
        `Cannot drive \`${run.name}\`: hand its program \`${run.program}\` to openLoom or to resume`,
      );
    }
    return definitionOf(own, parent ? setup.inputs : setup.inputs["input"] ?? null, {
      run,
      store,
      programs: this,
      ...this.#handed,
    });
  }
}
