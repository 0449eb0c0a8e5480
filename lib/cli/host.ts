/** What a command may use of the world: streams, environment, folder, signals. The edge makes it, tests make another. */

/** A stream that text is written to. */
export interface Sink {
  /** Queues text; what the other end no longer reads is dropped. */
  write(text: string): void;
  /** Resolves when all that was written has left. */
  flush(): Promise<void>;
  /** Why nothing can be written any more; undefined while it can, and when the other end has merely gone away. */
  failure(): Error | undefined;
  /** Whether a person looks at it. */
  readonly isTerminal: boolean;
  /** Whether escape codes may be written: a terminal, and nobody asked for none. */
  readonly ansi: boolean;
  /** Its size in cells; 80 × 24 where there is none, or none is known. */
  size(): Size;
}

/** Cells of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What a command reads. */
export interface Input {
  readonly isTerminal: boolean;
  /** All of standard input. */
  readAll(): Promise<Uint8Array>;
  /** One line typed by a person; empty where there is none any more. */
  readLine(): Promise<string>;
  /** One line typed by a person and not shown; `ask` is called once nothing is shown any more. */
  readHidden(ask: () => void): Promise<string>;
}

/** What a command may use of the world. */
export interface Host {
  /** The payload alone: text, or JSON. */
  readonly out: Sink;
  /** Everything that is said beside it. */
  readonly err: Sink;
  /** Whether both end up in one place, such as a pipe or a log: what one leaves open the other goes on with. */
  isOneStream(): Promise<boolean>;
  readonly input: Input;
  /** A variable of the environment; undefined when it is unset or may not be read. */
  env(name: string): string | undefined;
  /** The folder that paths start from, absolute: the current one, or that of `-C`. */
  readonly folder: string;
  /** The database that `--db` names. */
  readonly db?: string;
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Aborted by the first Ctrl-C or SIGTERM, and when the payload can no longer be written. Asking for it changes what
   * Ctrl-C does: until then the first one ends the process.
   */
  interruption(): AbortSignal;
  /** Calls back whenever the terminal has changed its size; gives a function that ends that. */
  onResize(callback: () => void): () => void;
  /** Registers what a sudden end still has to write to the terminal; gives a function that takes it back. */
  beforeKill(lastWords: () => string): () => void;
}

/** Globals of the command line, applied to a host. */
export interface Globals {
  readonly db?: string;
  /** Absolute. */
  readonly folder?: string;
  /** Whether escape codes are allowed at all. */
  readonly ansi: boolean;
}

/** The same host under what the command line says of it. */
export function hostWith(host: Host, { db, folder, ansi }: Globals): Host {
  return {
    ...host,
    ...(ansi ? {} : { out: plain(host.out), err: plain(host.err) }),
    ...(folder === undefined ? {} : { folder }),
    ...(db === undefined ? {} : { db }),
  };
}

function plain(sink: Sink): Sink {
  return { ...sink, ansi: false };
}
