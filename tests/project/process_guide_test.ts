/** The guide to goals: its files, its commands and what they say, from its beginning to its end. */
import assert from "node:assert/strict";
import { playGuide } from "./guide.ts";

Deno.test(
  "the guide to goals does what it prints, command by command: it is carried out, undone, asked about, steered, and tried again",
  { ignore: Deno.build.os === "windows" },
  async () => {
    assert.ok(await playGuide("docs/guides/process.md") >= 20);
  },
);
