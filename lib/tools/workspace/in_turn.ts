/** The last piece of work of each folder that somebody is at. */
const last = new Map<string, Promise<unknown>>();

/**
 * Does what changes a workspace when everything asked for before is done, whoever asked in this process. Work must not
 * wait for other work on the same folder: it would wait for itself.
 *
 * @param root The workspace's real path.
 */
export async function inTurn<T>(root: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(root), mine = before === undefined ? work() : before.then(work);
  const settled = mine.then(() => {}, () => {});
  last.set(root, settled);
  try {
    return await mine;
  } finally {
    if (last.get(root) === settled) last.delete(root);
  }
}
