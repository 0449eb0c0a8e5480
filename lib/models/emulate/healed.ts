import type { Finish, ModelEvent } from "../model.ts";
import { ModelError } from "../model.ts";
import type { Asking } from "./asking.ts";
import { cutting } from "./cutting.ts";
import { ending } from "./ending.ts";
import { heldText, type TextEvent } from "./held_text.ts";
import { jointOf } from "./joint.ts";
import { openingOf } from "./opening.ts";
import type { Opening } from "./opening.ts";
import { type Stage, stages } from "./stage.ts";
import { stopping } from "./stopping.ts";
import { thoughts } from "./thoughts.ts";

/** What an answer is to be, and for whom. */
export interface Healing {
  /** `provider/model`, for messages. */
  readonly id: string;
  /** What was asked. */
  readonly asked: Asking;
  /** Texts that end it. */
  readonly stop: readonly string[];
  /** The most tokens of the text. */
  readonly maxTokens: number;
  /** Tokens of a text, about. */
  count(text: string): number;
}

/**
 * The answer of a chat model as the continuation of a text: nothing said twice, nothing announced, the white space where
 * the two meet as it should be. Throws a `malformed` {@link ModelError} for an answer that is none, once it has ended and
 * said what it used; so such an answer is never taken for text.
 */
export async function* healed(events: AsyncIterable<ModelEvent>, healing: Healing): AsyncGenerator<ModelEvent> {
  let hasThought = false, isEmpty = true;
  const apart = thoughts(), heal = opened(healing, () => hasThought);

  function* pass(told: Iterable<ModelEvent>): Generator<ModelEvent> {
    for (const event of told) {
      if (event.type === "reasoning") hasThought = true;
      else if (event.type === "text" && event.text.trim() !== "") isEmpty = false;
      if (event.type !== "text") yield event;
      else yield* heal.push(event);
    }
  }

  for await (const event of events) {
    if (event.type === "text") yield* pass(apart.push(event));
    else if (event.type !== "end") yield* pass([event]);
    else {
      yield* pass(apart.end());
      yield* heal.end();
      if (apart.astray) throw refused(healing, "thought aloud without a sign where that begins", event);
      if (heal.talk !== undefined) throw refused(healing, heal.talk, event);
      const thinks = hasThought || (event.usage?.reasoning ?? 0) > 0;
      if (isEmpty && thinks && event.finish === "length") throw thoughtless(healing, event);
      yield { ...event, finish: heal.ended ?? event.finish };
    }
  }
}

/** A stage that can find that there is no text. */
interface Opened extends Stage {
  /** What the model did instead of continuing, to complete a sentence. */
  readonly talk: string | undefined;
}

/** Holds an answer back until it is clear what it begins with; then it passes, and its end is looked at. */
function opened({ asked, stop, maxTokens, count }: Healing, hasThought: () => boolean): Opened {
  const held = heldText();
  let rest: Stage | undefined, talk: "talk" | "restart" | undefined;

  function settle(opening: Opening): readonly TextEvent[] {
    if (opening.is === "open") return [];
    if (opening.is !== "text") {
      talk = opening.is;
      return [];
    }
    const { drop, wrap } = opening, { close, stem, gap, by } = asked;
    // The white space behind thoughts is theirs, so that the text may have lost its own.
    const isBare = hasThought() && by !== "system" && drop === 0 && gap === "";
    const joint = isBare ? jointOf(stem, held.text) : opening.joint;
    rest = stages(ending({ wrap, close, stem }), stopping(stop), cutting(maxTokens, count));
    held.drop(drop);
    const first: readonly TextEvent[] = joint === "" ? [] : [{ type: "text", text: joint }];
    return [...first, ...held.take(held.text.length)].flatMap(rest.push);
  }

  return {
    push(event) {
      if (rest) return rest.push(event);
      if (talk === undefined || held.text.length < QUOTED * 2) held.push(event);
      return talk ? [] : settle(openingOf(held.text, asked, false));
    },
    end() {
      if (talk !== undefined) return [];
      const last = rest ? [] : settle(openingOf(held.text, asked, true));
      return [...last, ...rest?.end() ?? []];
    },
    get ended(): Finish | undefined {
      return rest?.ended;
    },
    get talk() {
      return talk && (talk === "restart" ? "began the text anew" : `said ${quoted(held.text)}`);
    },
  };
}

/** Characters of an answer that a message shows. */
const QUOTED = 60;

function quoted(answer: string): string {
  const line = answer.replace(/\s+/gu, " ").trim(), letters = Array.from(line);
  return `\`${letters.length > QUOTED ? `${letters.slice(0, QUOTED - 1).join("")}…` : line}\``;
}

type End = Extract<ModelEvent, { type: "end" }>;

function refused({ id }: Healing, did: string, { usage }: End): ModelError {
  return new ModelError(
    "malformed",
    `\`${id}\` ${did} instead of continuing the text; it is asked again; should it go on so, take a model with the ability \`prefill\`, or a base model`,
    usage ? { usage } : {},
  );
}

function thoughtless({ id, maxTokens }: Healing, { usage }: End): ModelError {
  return new ModelError(
    "request",
    `\`${id}\` thought until its tokens were used up and wrote nothing: let it think less, in \`extra\` of its entry, or ask for more than ${maxTokens} tokens`,
    { ...(usage ? { usage } : {}), mayBill: true },
  );
}
