/** Wakes whoever waits. A ring that nobody heard is kept, so that none is lost between looking and waiting. */
export class Bell {
  #rung = false;
  #hear: () => void = () => {};

  /** Wakes whoever waits, or the next who does. */
  ring(): void {
    this.#rung = true;
    this.#hear();
  }

  /** Forgets earlier rings: what they told of is looked at now. */
  hush(): void {
    this.#rung = false;
  }

  /** Waits for a ring. */
  async rung(): Promise<void> {
    if (!this.#rung) await new Promise<void>((resolve) => this.#hear = resolve);
  }
}
