import { randomName } from "../base/hash.ts";

/** A name for a run: its title as a word, and six random digits. */
export function runName(title: string): string {
  const word = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
  return `${word || "run"}-${randomName(6)}`;
}

/** The name itself. Throws a RangeError for one that commands could not address. */
export function checkedRunName(name: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name)) return name;
  throw new RangeError(
    `Cannot name a run \`${name}\`: use letters, digits, dots, hyphens and underscores, a letter or a digit first`,
  );
}
