/** Where something of a plan comes from that its spec does not say itself. */
export type Origin = ModelOrigin | PartOrigin;

/** Which entry a name came to that no entry of the spec has. */
export interface ModelOrigin {
  /** Tells the kinds of origins apart. */
  readonly of: "model";
  /** The name that the spec uses. */
  readonly name: string;
  /** The file that the entry stands in. */
  readonly source: string;
  /** Models of that file that have the name as a role, the one that was taken first; absent: it is the entry's own name. */
  readonly among?: readonly RoleHolder[];
  /** What it does for a process that names no model: `planner`, `executor of tier 1 and 2`. */
  readonly parts?: readonly string[];
}

/** A model with a role. */
export interface RoleHolder {
  /** Name of its entry. */
  readonly entry: string;
  /** Its place among models of the same role. */
  readonly tier?: number;
}

/** A part of a spec that a `loom.toml` stands in for. */
export interface PartOrigin {
  /** The key of the spec. */
  readonly of: "budget" | "save";
  /** The file. */
  readonly source: string;
}
