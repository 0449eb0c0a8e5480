/**
 * The schema of what of a workspace is taken down before a program runs in it.
 *
 * @module
 */
import type { z } from "zod";
import { several, textLike, whole } from "./schema_parts.ts";

/** Paths begin in the workspace. */
const PATTERN = textLike(
  /^(?!\/)(?!(.*\/)?\.\.(\/|$))[^\0]{1,500}$/,
  "a pattern begins in the workspace, has no `..`, and has 500 characters at most",
);

/** The keys of it: of a spec's `snapshot`, and of `workspace` in a `loom.toml`. */
export const SNAPSHOT_KEYS: {
  readonly without: z.ZodExactOptional<z.ZodType<readonly string[]>>;
  readonly entries: z.ZodExactOptional<z.ZodType<number>>;
} = {
  without: several(PATTERN, "a list of patterns, such as `[node_modules]`").describe(
    "Patterns of paths that are passed over: what changes there is neither seen nor undone. `node_modules` in any folder, `web/*.log`.",
  ).exactOptional(),
  entries: whole(1, 10_000_000).describe("Files and folders that there may be. 200,000 unless said.").exactOptional(),
};
