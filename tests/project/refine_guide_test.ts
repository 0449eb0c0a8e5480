/** The guide to refine: its files, its commands and what they say, from its beginning to its end. */
import assert from "node:assert/strict";
import { playGuide } from "./guide.ts";

Deno.test(
  "the guide to refine does what it prints, command by command: it is killed, resumed, steered, asked, forked and cleared up",
  { ignore: Deno.build.os === "windows" },
  async () => {
    assert.ok(await playGuide("docs/guides/refine.md") >= 20);
  },
);
