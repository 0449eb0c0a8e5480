import assert from "node:assert/strict";
import { continued } from "./continued.ts";

const SAID = "at four, and nobody in the house had noticed it.", LEFT = " noticed it.";

Deno.test("a remark to whoever asked, at the end, is removed", async () => {
  for (
    const remark of [
      "\n\nWould you like me to continue the story?",
      "\n\nShall I continue?",
      "\n\n---\n\nLet me know if you would like me to change anything!",
      "\n\n(Let me know if you want more.)",
      "\n\nI hope this helps!\n",
    ]
  ) assert.equal(await continued(SAID + remark), LEFT, remark);
});

Deno.test("a last paragraph that is none stays, whatever it begins with", async () => {
  for (
    const rest of [
      "\n\nWould you believe it?",
      "\n\nLet me tell you what happened.\n",
      "\n\nShall I compare thee to a summer's day?",
      "\n\nWould you like me to continue? he asked himself.\n\nNobody answered.",
      "\n\n---\n\nThe next day it rained.",
      "\n\n",
      "\n",
    ]
  ) assert.equal(await continued(SAID + rest), LEFT + rest, JSON.stringify(rest));
});

Deno.test("what follows a fence that was put around the text is not of the text", async () => {
  const answer = `\`\`\`text\n${SAID}\n\nIt was dark.\n\`\`\`\n\nThis keeps the tone of the original.`;
  assert.equal(await continued(answer), `${LEFT}\n\nIt was dark.`);
});
