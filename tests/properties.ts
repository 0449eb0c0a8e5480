/**
 * fast-check with the same cases in every run. `LOOM_SEED=random` looks for new ones, `LOOM_SEED=n` repeats those of a
 * failure.
 *
 * @module
 */
import fc from "fast-check";

const wanted = Deno.env.get("LOOM_SEED");
fc.configureGlobal(wanted === "random" ? {} : { seed: Number(wanted ?? 1) });

export default fc;
