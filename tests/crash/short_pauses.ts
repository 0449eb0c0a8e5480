/** Loaded before a program: pauses between attempts are short. */
import { RETRY } from "../../lib/engine/world.ts";

Object.assign(RETRY, { base: 1, cap: 5 });
