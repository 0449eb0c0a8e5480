import type { TokenLogprob } from "../model.ts";
import type { ThinkSplitter } from "./think_splitter.ts";
import { thinkSplitter } from "./think_splitter.ts";
import type { Told } from "../stops.ts";
import { stopGate } from "../stops.ts";

/** Text of an answer that may be told, and thoughts that stood inline before it. */
export interface ToldText extends Told {
  /** Empty where there is none. */
  readonly reasoning: string;
}

/** Parts the text of an answer: thoughts at its beginning, what may be told, nothing from a stop text on. */
export interface AnswerText {
  /** A stop text has been met: nothing more is told. */
  readonly stopped: boolean;
  /** Takes the next text and its tokens. */
  push(text: string, tokens: readonly TokenLogprob[]): ToldText;
  /** What was held back, when no more comes. */
  flush(): ToldText;
}

/** The text of one answer; one that `continues` what has begun does not begin with thoughts. */
export function answerText(
  { stop, continues }: { readonly stop: readonly string[]; readonly continues: boolean },
): AnswerText {
  const gate = stopGate(stop), thoughts: ThinkSplitter | undefined = continues ? undefined : thinkSplitter();
  let stopped = false;
  /** Tokens of a beginning of which nobody knows yet what it is. */
  let waiting: TokenLogprob[] = [];

  function take(told: Collected, piece: string): void {
    const stretches = thoughts ? thoughts.push(piece) : piece === "" ? [] : [{ type: "text", text: piece } as const];
    tell(told, stretches);
    // Tokens of the marks around thoughts are nobody's.
    if (thoughts?.next === "reasoning") waiting = [];
  }

  function tell(told: Collected, stretches: ReturnType<ThinkSplitter["push"]>): void {
    for (const { type, text } of stretches) {
      if (type === "reasoning") told.reasoning += text, waiting = [];
      else if (!stopped) open(told, text);
    }
  }

  /** A piece may have several tokens: all of them begin where it does. */
  function open(told: Collected, text: string): void {
    for (const token of waiting.slice(0, -1)) gate.push("", token);
    const { stopped: met, ...rest } = gate.push(text, waiting.at(-1));
    waiting = [];
    stopped = met;
    told.text += rest.text;
    told.logprobs.push(...rest.logprobs);
  }

  return {
    get stopped() {
      return stopped;
    },
    push(text, tokens) {
      const told = { text: "", logprobs: [], reasoning: "" };
      for (const { piece, logprobs } of piecesOf(text, tokens)) {
        waiting.push(...logprobs);
        take(told, piece);
      }
      return told;
    },
    flush() {
      const told: Collected = { text: "", logprobs: [], reasoning: "" };
      tell(told, thoughts?.flush() ?? []);
      if (stopped) return told;
      const rest = gate.flush();
      return { ...told, text: told.text + rest.text, logprobs: [...told.logprobs, ...rest.logprobs] };
    },
  };
}

interface Collected {
  text: string;
  readonly logprobs: TokenLogprob[];
  reasoning: string;
}

interface Piece {
  readonly piece: string;
  readonly logprobs: readonly TokenLogprob[];
}

/** Token by token where the tokens make up the text; where they do not (parts of characters), all at once. */
function piecesOf(text: string, tokens: readonly TokenLogprob[]): readonly Piece[] {
  if (tokens.length > 1 && tokens.map(({ token }) => token).join("") === text) {
    return tokens.map((token) => ({ piece: token.token, logprobs: [token] }));
  }
  return [{ piece: text, logprobs: tokens }];
}
