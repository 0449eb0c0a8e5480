/** Characters of a name. */
const LONGEST = 64;

/**
 * What tasks of these phases are called, by their ids: the id, or what is most like it. Names become parts of keys and
 * are written by planners, so they begin with a letter and hold letters, digits, `-` and `_`.
 */
export function namesOf(phases: readonly { readonly id: string }[]): ReadonlyMap<string, string> {
  const taken = new Set(phases.map(({ id }) => id).filter(isName)), names = new Map<string, string>();
  for (const { id } of phases) {
    if (isName(id)) names.set(id, id);
    else {
      const name = free(likeName(id), taken);
      taken.add(name);
      names.set(id, name);
    }
  }
  return names;
}

/** Names that objects are born with are none. */
function isName(id: string): boolean {
  return id.length <= LONGEST && /^[A-Za-z][\w-]*$/.test(id) && !(id in {});
}

function likeName(id: string): string {
  const letters = id.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "");
  const name = /^[A-Za-z]/.test(letters) ? letters : `phase-${letters}`.replace(/-+$/, "");
  return name.slice(0, LONGEST - 4);
}

function free(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1;; number++) {
    const tried = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(tried) && isName(tried)) return tried;
  }
}
