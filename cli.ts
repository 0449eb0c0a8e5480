#!/usr/bin/env -S deno run --allow-all
/**
 * The program `loom`. Nothing is loaded before it is needed: the version costs no more than an empty script.
 *
 * @module
 */
import config from "./deno.json" with { type: "json" };

if (import.meta.main) {
  if (Deno.args.length === 1 && (Deno.args[0] === "--version" || Deno.args[0] === "-V")) {
    console.log(`loom ${config.version}`);
  } else {
    const { main } = await import("./lib/cli/main.ts"), { denoHost } = await import("./lib/cli/deno_host.ts");
    Deno.exit(await main(Deno.args, denoHost({ exit: Deno.exit })));
  }
}
