/** How long the past is that counts, in milliseconds. */
const WINDOW = 3_000;
/** Tokens a character is taken for until it is known better. */
const GUESS = 0.25;

/** Measures how fast tokens arrive: characters are seen at once, what they are in tokens is learned from outcomes. */
export class Speed {
  #arrived: { readonly at: number; readonly length: number }[] = [];
  #began: number | undefined;
  #tokens = 0;
  #characters = 0;

  /** Text has arrived. */
  arrive(at: number, length: number): void {
    this.#began ??= at;
    const last = this.#arrived.at(-1);
    if (last && at - last.at < 50) {
      this.#arrived[this.#arrived.length - 1] = { at: last.at, length: last.length + length };
    } else this.#arrived.push({ at, length });
  }

  /** A text of so many characters was so many tokens. */
  learn(tokens: number, characters: number): void {
    this.#tokens += tokens, this.#characters += characters;
  }

  /** Tokens a second of late; 0 when nothing arrives. */
  at(now: number): number {
    this.#arrived = this.#arrived.filter(({ at }) => now - at <= WINDOW);
    const seen = Math.min(WINDOW, Math.max(200, now - (this.#began ?? now)));
    const characters = this.#arrived.reduce((sum, { length }) => sum + length, 0);
    return characters * (this.#characters > 0 ? this.#tokens / this.#characters : GUESS) * 1_000 / seen;
  }
}
