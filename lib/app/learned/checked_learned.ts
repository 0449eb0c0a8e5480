import type { LearnedStore } from "../../store/store.ts";
import { checkForgottenPatterns, checkListedPatterns } from "../check_options.ts";

/** What runs have taught, for users of the library: a filter that does not hold is refused, where it would mean all. */
export function checkedLearned(learned: LearnedStore): LearnedStore {
  return {
    learn: (run, patterns) => learned.learn(run, patterns),
    prune: (before) => learned.prune(before),
    list: async (filter = {}) => {
      checkListedPatterns(filter);
      return await learned.list(filter);
    },
    forget: async (filter = {}) => {
      checkForgottenPatterns(filter);
      return await learned.forget(filter);
    },
  };
}
