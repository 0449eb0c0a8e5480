import assert from "node:assert/strict";
import type { Emulation } from "../../../lib/plan/mod.ts";
import { continued, TEXT } from "./continued.ts";

const NOTICED = " noticed it.";

async function heals(answers: readonly string[], by: Emulation = "system"): Promise<void> {
  for (const answer of answers) assert.equal(await continued(answer, TEXT, { by }), NOTICED, answer);
}

async function refuses(answers: readonly string[], by: Emulation = "system"): Promise<void> {
  for (const answer of answers) {
    assert.match(await continued(answer, TEXT, { by }), /^ModelError: .* asked again/, answer);
  }
}

Deno.test("what is repeated of the text is removed, in whatever measure", async () => {
  await heals([
    "nobody in the house had noticed it.",
    "at four, and nobody in the house had noticed it.",
    `${TEXT} noticed it.`,
    "in the house had noticed it.",
    "had noticed it.",
    "\n\nnobody in the house had noticed it.",
  ]);
});

Deno.test("what is repeated with other signs, dots or a capital is removed as well", async () => {
  await heals([
    "At four, and nobody in the house had noticed it.",
    "...at four, and nobody in the house had noticed it.",
    "…in the house had noticed it.",
    "at four,  and nobody\nin the house had noticed it.",
  ]);
  assert.equal(await continued("l’homme – “un” fou", "C'est l'homme - \"un\""), " fou");
});

Deno.test("an answer that begins anew gets the space that belongs between", async () => {
  await heals(["noticed it.", " noticed it."]);
  assert.equal(await continued("then dark.", "It was four,"), " then dark.");
  assert.equal(await continued("(as always)", "It was four"), " (as always)");
  assert.equal(await continued(", and dark", "It was four"), ", and dark");
  assert.equal(await continued("5 miles", "It was 1"), "5 miles");
  assert.equal(await continued("\nIt was dark.", "It was four."), "\nIt was dark.");
  assert.equal(await continued("のは四時だった", "夜の灯りが消えた"), "のは四時だった");
  assert.equal(await continued("dark", "It was half-"), "dark");
});

Deno.test("white space that the text ends with is not said again", async () => {
  const after = (gap: string, answer: string) => continued(answer, `The lamp went out.${gap}`);
  assert.equal(await after(" ", "The lamp went out. It was four."), "It was four.");
  assert.equal(await after(" ", "It was four."), "It was four.");
  assert.equal(await after("\n\n", "The lamp went out.\n\nIt was four."), "It was four.");
  assert.equal(await after("\n\n", "The lamp went out. It was four."), "It was four.");
  assert.equal(await after("\n", "The lamp went out.\n\nIt was four."), "\nIt was four.");
  assert.equal(await after("  ", "The lamp went out.  It was four."), "It was four.");
  assert.equal(await after(" ", "The lamp went out.\n\nIt was four."), "\n\nIt was four.");
});

Deno.test("a word that the text breaks off in is finished, not begun again", async () => {
  for (const answer of ["a most extraordinary thing", "most extraordinary thing", "extraordinary thing"]) {
    assert.equal(await continued(answer, "It was a most extraordin"), "ary thing", answer);
  }
  assert.equal(await continued("in a hurry", "He came in"), " a hurry");
  assert.equal(await continued("into the house", "He came in"), " into the house");
});

Deno.test("a quotation that the text has opened is not opened twice, and one that it has closed stays closed", async () => {
  assert.equal(await continued('"I do not know."', 'He said, "'), 'I do not know."');
  assert.equal(await continued('"Neither do I."', '"I do not know."'), ' "Neither do I."');
});

Deno.test("what announces the text is removed, where it can be nothing else", async () => {
  await heals([
    "Sure, here is the continuation:\n\nat four, and nobody in the house had noticed it.",
    "Sure, here is the continuation:\n\nnoticed it.",
    "Certainly! Here’s the next part of the story:\n\nin the house had noticed it.",
    "**Continuation:**\n\nnoticed it.",
    "## Continuation\nnoticed it.",
    "Continuation: noticed it.",
    "Okay, I'll continue the story:\n\nnoticed it.",
    "Hier ist die Fortsetzung des Textes:\n\nnoticed it.",
    "Voici la suite du texte :\n\nnoticed it.",
    "Aquí tienes la continuación:\n\nnoticed it.",
    "Ecco il seguito, la continuazione del testo:\n\nnoticed it.",
    "以下是续写:\nnoticed it.",
    "---\nat four, and nobody in the house had noticed it.",
    "Wie gewünscht:\n\nat four, and nobody in the house had noticed it.",
  ]);
});

Deno.test("what is put around the text is removed at both ends", async () => {
  await heals([
    "```\nat four, and nobody in the house had noticed it.\n```",
    "```text\nnoticed it.\n```\nI hope you like it!",
    "<text>\nat four, and nobody in the house had noticed it.\n</text>",
    `<text>\n${TEXT} noticed it.\n</text>`,
    "noticed it.\n</text>",
    '"at four, and nobody in the house had noticed it."',
    "“at four, and nobody in the house had noticed it.”",
    "Sure! Here is the continuation:\n\n```\nat four, and nobody in the house had noticed it.\n```\n\nLet me know!",
  ]);
});

Deno.test("marks of the text itself stay, whatever is around it", async () => {
  const within = "at four, and nobody in the house had noticed it.";
  assert.equal(await continued(`"${within} "No," he said."`), `${NOTICED} "No," he said.`);
  assert.equal(await continued(`"${within} "No," he said, "no."`), `${NOTICED} "No," he said, "no."`);
  assert.equal(await continued(`“${within} “No,” he said.”`), `${NOTICED} “No,” he said.`);
  assert.equal(await continued(`“${within} He said, “No.”`), `${NOTICED} He said, “No.”`);
  assert.equal(await continued("\n\n```sh\nls\n```\n", "Run this:"), "\n\n```sh\nls\n```\n");
  assert.equal(await continued('"No," he said.', "It was four."), ' "No," he said.');
});

Deno.test("talk about the text is refused, never taken for text", async () => {
  await refuses([
    "I'm sorry, but I can't continue this text.",
    "I’m sorry, but I cannot assist with that request.",
    "I can't help with that.",
    "As an AI language model, I do not have opinions on lamps.",
    "Sure, I can help with that. The lamp is a symbol of the house.",
    "I'd be happy to help you continue your story! What should happen next?",
    "Could you please provide more context for the story?",
    "It looks like your text was cut off. What would you like me to do?",
    "The text goes on with a description of the house:\nIt was old, and it was cold.",
    "Sure, here is the continuation of the text:",
    "Sure, here is the continuation of the text you gave me.",
  ]);
  const talk = await continued("I'm sorry, but I can't continue this text.");
  assert.match(
    talk,
    /`scripted\/chat` said `I'm sorry, but I can't continue this text.` instead of continuing the text/,
  );
});

Deno.test("an answer that begins the text anew and never comes to its end is refused", async () => {
  const text = "Nobody counted the waves, and the waves did not mind. ".repeat(20) + TEXT;
  assert.match(
    await continued(text.slice(0, 400), text),
    /began the text anew/,
  );
  assert.match(await continued(`${text.slice(0, 300)} and so on, in other words.`, text), /began the text anew/);
});

Deno.test("a short text is not taken for begun anew", async () => {
  assert.equal(await continued("Then it rained.", "Then"), " it rained.");
  assert.equal(await continued("It rained.", "Then"), " It rained.");
  assert.equal(await continued("Hello there", "He"), "llo there");
});

Deno.test("what only looks like talk is text where somebody may say it", async () => {
  assert.equal(
    await continued("Sure, I can help with that,” she said.", "He asked, “"),
    "Sure, I can help with that,” she said.",
  );
  assert.equal(await continued("Here the road ends.", "It was four."), " Here the road ends.");
  assert.equal(await continued("Sure of it, he went on.", "It was four."), " Sure of it, he went on.");
  assert.equal(await continued("Please come in.", "It was four."), " Please come in.");
  assert.equal(await continued("I will continue, he thought.", "It was four."), " I will continue, he thought.");
});

Deno.test("of an answer that was begun for the model only what can be no text is removed", async () => {
  for (const by of ["prefill", "cli"] as const) {
    await heals([
      " noticed it.",
      "at four, and nobody in the house had noticed it.",
      `${TEXT} noticed it.`,
      "in the house had noticed it.",
      "Sure, here is the continuation of the text:\n\nnoticed it.",
    ], by);
    await refuses(["I'm sorry, but I can't assist with that.", "Sure! Here is the continuation, as you asked."], by);
    assert.equal(await continued("ary thing", "It was a most extraordin", { by }), "ary thing");
    assert.equal(await continued("haha", "He laughed: haha", { by }), "haha");
    assert.equal(await continued(" Sure, I can help.", "She said nothing.", { by }), " Sure, I can help.");
    assert.equal(await continued("\nIt was four.", "The lamp went out.\n", { by }), "It was four.");
  }
});

Deno.test("where there is no text yet, all of an answer is one, but for talk", async () => {
  for (const by of ["prefill", "system", "cli"] as const) {
    assert.equal(await continued("It was four.", "", { by }), "It was four.");
    assert.equal(await continued("Certainly! Here is the next part:\n\nIt was four.", "", { by }), "It was four.");
    assert.equal(await continued("\n\nIt was four.", "\n\n", { by }), "It was four.");
    assert.match(await continued("I'm sorry, but I can't help with that.", "", { by }), /ModelError/);
  }
});
