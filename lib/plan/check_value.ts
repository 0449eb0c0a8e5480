import type { Json, JsonObject } from "../base/json.ts";
import { checkBounds, sameJson } from "./check_bounds.ts";
import { checkObject } from "./check_object.ts";
import { fine, named, unchecked, wrong } from "./checked.ts";
import type { Checked, Place } from "./checked.ts";
import { isObject } from "../base/is_object.ts";
import { shown, typesOf, wanted } from "./describe_schema.ts";
import type { Resolve } from "./describe_schema.ts";
import { repairValue } from "./repair_value.ts";

/** How deep schemas may lie in each other, references included. */
const MOST_DEEP = 250;
/** Restrictions that are known and not checked. */
const UNCHECKED: readonly string[] = [
  "not",
  "if",
  "patternProperties",
  "propertyNames",
  "contains",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "unevaluatedProperties",
  "unevaluatedItems",
  "$dynamicRef",
];

/** Checks a value against a schema, and all that is in it. */
export function checkValue(schema: Json | undefined, value: Json, place: Place): Checked {
  const { walk, at, deep } = place;
  if (schema === false) return wrong(value, `${named(at)} is not taken: leave it out`);
  if (!isObject(schema)) return fine(value);
  if (deep > MOST_DEEP) walk.steps.left = 0;
  if (--walk.steps.left < 0) {
    walk.unchecked.add("the schema is too large to be checked to its end");
    return fine(value);
  }
  for (const word of UNCHECKED) if (schema[word] !== undefined) walk.unchecked.add(unchecked(word, at));
  const inside = { ...place, deep: deep + 1 };
  const typed = checkType(schema, value, inside);
  if (typed.problems.length > 0) return typed;
  return inTurn(typed, [
    (found) => checkReference(schema, found, inside),
    (found) => checkChoice(schema, found, inside),
    (found) => checkBounds(schema, found, inside),
    (found) => checkItems(schema, found, inside),
    (found) => checkObject(schema, found, inside),
    (found) => checkAll(schema["allOf"], found, inside),
    (found) => checkAny(schema, found, inside),
  ]);
}

/** Each check takes what the one before left; one that finds a problem is the last. */
function inTurn(start: Checked, checks: readonly ((value: Json) => Checked)[]): Checked {
  let now = start;
  for (const check of checks) {
    const next = check(now.value);
    now = { ...next, repairs: [...now.repairs, ...next.repairs] };
    if (next.problems.length > 0) return now;
  }
  return now;
}

function checkType(schema: JsonObject, value: Json, place: Place): Checked {
  const types = typesOf(schema);
  if (types.length === 0 || types.some((type) => isOf(type, value))) return fine(value);
  const mended = place.repair ? repairValue(value, types) : undefined;
  if (mended) return { value: mended.value, problems: [], repairs: [`${named(place.at)} ${mended.how}`] };
  return wrong(value, `${named(place.at)} is ${shown(value)}: give ${wanted(schema, resolver(place))}`);
}

function isOf(type: string, value: Json): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    default:
      return typeof value === "string";
  }
}

function checkReference(schema: JsonObject, value: Json, place: Place): Checked {
  const { $ref } = schema;
  if ($ref === undefined) return fine(value);
  const target = typeof $ref === "string" ? followed($ref, place.walk.root) : undefined;
  if (target === undefined) place.walk.unchecked.add(unchecked("$ref", place.at));
  return checkValue(target, value, place);
}

/** What a reference inside the schema names; undefined for any other. */
function followed(reference: string, root: JsonObject): Json | undefined {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  let found: Json | undefined = root;
  for (const part of reference.slice(2).split("/").slice(0, 20)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as JsonObject)[name];
  }
  return found;
}

/** Finds what is behind a reference, for descriptions: a circle ends soon. */
export function resolver({ walk }: Place): Resolve {
  return (schema) => {
    let found = --walk.steps.left < 0 ? undefined : schema;
    for (let hops = 0; hops < 5 && isObject(found) && typeof found["$ref"] === "string"; hops++) {
      found = followed(found["$ref"], walk.root);
    }
    return found;
  };
}

function checkChoice(schema: JsonObject, value: Json, place: Place): Checked {
  const { enum: among, const: only } = schema;
  const choices = only !== undefined ? [only] : Array.isArray(among) ? among as readonly Json[] : undefined;
  if (!choices) return fine(value);
  place.walk.steps.left -= choices.length;
  if (choices.some((choice) => sameJson(choice, value))) return fine(value);
  const near = typeof value === "string" ? choices.find((choice) => isAlike(choice, value)) : undefined;
  const meant = near === undefined ? "" : `, did you mean ${shown(near)}?`;
  return wrong(value, `${named(place.at)} is ${shown(value)}: give ${wanted(schema, resolver(place))}${meant}`);
}

function isAlike(choice: Json, value: string): boolean {
  return typeof choice === "string" && value.length < 200 && choice.toLowerCase() === value.trim().toLowerCase();
}

function checkItems(schema: JsonObject, value: Json, place: Place): Checked {
  if (!Array.isArray(value)) return fine(value);
  const { items, prefixItems } = schema, first = Array.isArray(prefixItems) ? prefixItems as readonly Json[] : [];
  if (items === undefined && first.length === 0) return fine(value);
  const checked = (value as readonly Json[]).map((item, index) =>
    checkValue(index < first.length ? first[index] : items, item, { ...place, at: `${place.at}[${index}]` })
  );
  return {
    value: checked.map((one) => one.value),
    problems: checked.flatMap((one) => one.problems),
    repairs: checked.flatMap((one) => one.repairs),
  };
}

function checkAll(all: Json | undefined, value: Json, place: Place): Checked {
  if (!Array.isArray(all)) return fine(value);
  return inTurn(fine(value), all.map((part) => (found: Json) => checkValue(part, found, place)));
}

function checkAny(schema: JsonObject, value: Json, place: Place): Checked {
  let now = fine(value);
  for (const word of ["anyOf", "oneOf"] as const) {
    const branches = schema[word];
    if (!Array.isArray(branches) || branches.length === 0) continue;
    const next = checkBranches(branches as readonly Json[], now.value, { place, word });
    now = { ...next, repairs: [...now.repairs, ...next.repairs] };
    if (next.problems.length > 0) break;
  }
  return now;
}

/** What fits as it is comes before what fits when it is mended. */
function checkBranches(
  branches: readonly Json[],
  value: Json,
  { place, word }: { readonly place: Place; readonly word: "anyOf" | "oneOf" },
): Checked {
  const plain = branches.map((branch) => checkValue(branch, value, { ...place, repair: false }));
  const fitting = plain.filter((one) => one.problems.length === 0);
  if (fitting.length > 1 && word === "oneOf" && place.walk.steps.left >= 0) {
    return wrong(value, `${named(place.at)} fits ${fitting.length} of the shapes it may have: give what fits one`);
  }
  if (fitting[0]) return fitting[0];
  const mended = place.repair ? branches.map((branch) => checkValue(branch, value, place)) : plain;
  const fits = mended.find((one) => one.problems.length === 0);
  return fits ?? wrongBranch(branches, mended, { value, place });
}

/** The problems of the one branch that was plainly meant, else what all of them want. */
function wrongBranch(
  branches: readonly Json[],
  checked: readonly Checked[],
  { value, place }: { readonly value: Json; readonly place: Place },
): Checked {
  const resolve = resolver(place);
  const meant = checked.filter((_, index) => {
    const branch = resolve(branches[index]);
    return isObject(branch) && typesOf(branch).some((type) => isOf(type, value)) && !isOther(branch, value, resolve);
  });
  if (meant.length === 1) return { ...meant[0]!, value };
  return wrong(value, `${named(place.at)} is ${shown(value)}: give ${wanted({ anyOf: branches }, resolve)}`);
}

/** Whether an object says by one of its fields that it means another branch. */
function isOther(branch: JsonObject, value: Json, resolve: Resolve): boolean {
  const properties = branch["properties"];
  if (!isObject(value) || !isObject(properties)) return false;
  return Object.keys(value).slice(0, 50).some((name) => {
    const property = Object.hasOwn(properties, name) ? resolve(properties[name]) : undefined;
    return isObject(property) && property["const"] !== undefined && !sameJson(property["const"], value[name]!);
  });
}
