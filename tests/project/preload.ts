/**
 * Runs before any test does. Loads libSQL's native addon: loaded inside one test file and gone with it, it takes the
 * next file's process along. And hides the settings of whoever runs the tests, from processes that tests start as well.
 *
 * @module
 */
import "@libsql/client/sqlite3";
import "../store/collect_garbage.ts";

/** What the tests themselves are told by their environment. */
const KNOBS: readonly string[] = ["LOOM_SEED", "LOOM_FUZZ"];

for (const name of Object.keys(Deno.env.toObject())) {
  if (name.startsWith("LOOM_") && !KNOBS.includes(name)) Deno.env.delete(name);
}
// Nothing is there, and nothing is made.
Deno.env.set("XDG_CONFIG_HOME", `/tmp/loom-tests-have-no-settings-${crypto.randomUUID()}`);
