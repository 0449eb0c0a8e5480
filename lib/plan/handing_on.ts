/** Agents that work is handed on to in one attempt of a task, whoever of its agents does. */
export const MOST_AGENTS = 20;
