/**
 * Words of lower layers that every front door speaks: they may import the application alone.
 *
 * @module
 */
export { TUNABLE } from "../compile/tune.ts";
export type { RunEvent } from "../engine/world.ts";
export type { Message, RunHead, Store } from "../store/store.ts";
export type { TreeNode, TreeNote } from "../tree/tree.ts";
