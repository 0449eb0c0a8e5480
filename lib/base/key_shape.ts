/** How the keys of providers begin; a part of a pattern. */
export const KEY_BEGIN: string = String
  .raw`\b(?:(?:sk|pk|rk|xai|gsk|gh[oprsu]|github_pat|glpat|hf|r8|pplx|csk|nvapi)[-_]|AIza|eyJ)`;

/**
 * A letter that a key may go on with, however it is written; a part of a pattern. What ends a key is what no language
 * writes into one: a space, a quotation mark, a bracket.
 */
export const KEY_LETTER: string = "[^\\s\"'`‘’“”()<>[\\]{}]";
