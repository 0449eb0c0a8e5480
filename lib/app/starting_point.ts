import type { Store } from "../store/store.ts";
import type { Rendering } from "./render_template.ts";
import { renderTemplate } from "./render_template.ts";
import { checkSavePlace } from "./save_text.ts";
import type { Setup } from "./setup.ts";

/**
 * What a plan's run begins with: its document is made, or the node that it goes on from is found. A path to save to that
 * leads out of the project folder is refused here, before anything is bought.
 */
export async function startingPoint(store: Store, rendering: Rendering): Promise<Setup> {
  const { plan, setup } = rendering;
  // A process has no text of its own: neither a document nor a place to save it to.
  if (plan.kind === "process") return setup;
  const { start, save } = plan;
  if (save !== undefined) {
    await checkSavePlace({ folder: setup.folder, path: await renderTemplate(save, rendering) });
  }
  if (start.from === "text") {
    await store.createDocument(setup.document);
    return setup;
  }
  const document = await renderTemplate(start.document, rendering);
  const { id } = await store.findNode(document, await renderTemplate(start.node, rendering));
  return { ...setup, document, node: id };
}
