import { EMULATIONS } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";
import { continued, TEXT } from "./continued.ts";

/** Of such parts the answers are made that are hard to read. */
const PARTS = [
  ...["nobody in the house had", "at four, and nobody in the house had", "house had", "had", TEXT, "…", "..."],
  ...["Sure, here is the continuation:", "Continuation:", "Sure!", "I'm sorry, but I can't help with that.", "So:"],
  ...["```", "```text\n", '"', "“", "”", "<text>\n", "\n</text>", "</text>", "<think>", "</think>", "---"],
  ...[
    "Would you like me to continue?",
    "Let me know if you want more.",
    " noticed it",
    "noticed",
    ".",
    ",",
    " ",
    "\n",
    "\n\n",
  ],
];

Deno.test("what an answer becomes does not depend on the pieces in which it arrives", async () => {
  const answers = fc.array(fc.constantFrom(...PARTS), { maxLength: 8 }).map((parts) => parts.join(""));
  const texts = fc.constantFrom(TEXT, `${TEXT}.\n\n`, `${TEXT} `, `${TEXT}, "`, "Hello", "");
  const stops = fc.constantFrom([], ["\n\n"], ["noticed"]);
  await fc.assert(
    fc.asyncProperty(answers, texts, fc.constantFrom(...EMULATIONS), stops, async (answer, text, by, stop) => {
      await continued(answer, text, { by, stop });
    }),
    { numRuns: 300 },
  );
});
