/** Which of so many ways to go; the first is 0. */
export type Choose = (ways: number) => number;

/** What an exploration came to. */
export interface Explored {
  /** Schedules that were played, each once. */
  readonly schedules: number;
  /** Whether there is none that was not played. */
  readonly all: boolean;
}

interface Turn {
  readonly taken: number;
  readonly ways: number;
}

/**
 * Plays every schedule there is, one after the other: a schedule is the list of choices it made, and the next one
 * differs from it in its last choice that could have been another. What is played must depend on its choices alone.
 *
 * @throws what `play` throws, with the choices that led there in its message.
 */
export async function explore(play: (choose: Choose) => Promise<void>, most: number): Promise<Explored> {
  let path: readonly number[] = [];
  for (let schedules = 1;; schedules++) {
    const turns = await played(play, path);
    while (turns.length > 0 && turns.at(-1)!.taken + 1 === turns.at(-1)!.ways) turns.pop();
    const last = turns.pop();
    if (!last || schedules === most) return { schedules, all: !last };
    path = [...turns.map(({ taken }) => taken), last.taken + 1];
  }
}

/** Plays one schedule: the choices of a path, and then always the first way. */
export async function played(play: (choose: Choose) => Promise<void>, path: readonly number[]): Promise<Turn[]> {
  const turns: Turn[] = [];
  try {
    await play((ways) => {
      const taken = path[turns.length] ?? 0;
      if (taken >= ways) throw new RangeError(`the same choices led elsewhere: there are ${ways} ways`);
      turns.push({ taken, ways });
      return taken;
    });
  } catch (error) {
    const choices = turns.map(({ taken }) => taken).join(" ");
    throw new Error(`schedule [${choices}]: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return turns;
}
