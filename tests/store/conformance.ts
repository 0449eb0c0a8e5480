import { BUDGET } from "./conformance/budget.ts";
import { DOCUMENTS } from "./conformance/documents.ts";
import { JOURNAL } from "./conformance/journal.ts";
import { LEASES } from "./conformance/leases.ts";
import { RUNS } from "./conformance/runs.ts";
import type { Opened } from "./conformance/setting.ts";

export type { Opened } from "./conformance/setting.ts";

const PROMISES = { ...RUNS, ...LEASES, ...BUDGET, ...JOURNAL, ...DOCUMENTS };

/** Declares a test for every promise of a store; each gets an empty one. */
export function storeConformance(name: string, open: () => Promise<Opened>): void {
  for (const [promise, keeps] of Object.entries(PROMISES)) {
    Deno.test(`${name}: ${promise}`, async () => {
      const { store, close } = await open();
      try {
        await keeps(store);
      } finally {
        await close();
      }
    });
  }
}
