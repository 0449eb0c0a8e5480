/** What is told of a program that breaks down while it holds keys. */
import assert from "node:assert/strict";
import { KEYS, leaksIn } from "../app/keys.ts";
import { beginLife } from "../crash/mortal_loom.ts";
import { scratch } from "./fake_host.ts";

const MODELS = `[models.m]
use = "openai/m"
base_url = { env = "PLACE" }
key = { env = "KEY" }
headers = { x-team = { env = "TEAM" } }
`;
const PRELOAD = new URL("telling_fetch.ts", import.meta.url);

for (const way of ["thrown", "rejected", "thrown text", "caught at the edge"]) {
  Deno.test(`an error that is ${way} and tells every key is reported as a bug without a byte of one`, async () => {
    await using folder = await scratch({ "loom.toml": MODELS });
    const { key, team, query } = KEYS, place = new URL("http://127.0.0.1:9/v1");
    place.searchParams.set("key", query);
    const env = { CRASH: way, KEY: key, TEAM: team, PLACE: place.href, XDG_CONFIG_HOME: folder.path };
    const { code, out, err } = await beginLife(folder.path, ["models", "--check"], { env, preload: PRELOAD }).end;
    assert.equal(code, 1, err);
    assert.match(err, /^error: loom has a mistake of its own and cannot go on\n\n[^]*\n\nPlease report this/);
    assert.match(err, way === "thrown text" ? /for .*\[KEY\]/ : /no way to [^]*\[KEY\][^]*\n +at [^]*\nCaused by: /);
    assert.deepEqual(leaksIn({ out, err }), []);
  });
}
