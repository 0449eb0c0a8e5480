import type { Json, JsonObject } from "../base/json.ts";
import { nearest } from "../base/near.ts";
import { checkValue, resolver } from "./check_value.ts";
import { fine, named } from "./checked.ts";
import type { Checked, Place } from "./checked.ts";
import { isObject } from "../base/is_object.ts";
import { names, quoted, typesOf, wanted } from "./describe_schema.ts";

/** Fields that are looked at for what an unknown one was meant to be. */
const MOST_COMPARED = 200;
/** What comparing two names costs, in visits. */
const COMPARING = 20;

/** Checks the fields of an object: those that are there, those that are missing and those that nobody knows. */
export function checkObject(schema: JsonObject, value: Json, place: Place): Checked {
  if (!isObject(value)) return fine(value);
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"])
    ? schema["required"].filter((name) => typeof name === "string") as readonly string[]
    : [];
  const entries: (readonly [string, Json])[] = [], problems: string[] = [], repairs: string[] = [];
  for (const [name, field] of Object.entries(value)) {
    const inside = { ...place, at: pathOf(place.at, name) };
    if (isLeftOut(field, name, { properties, required, place: inside })) {
      repairs.push(`${named(inside.at)} was \`null\`: left out`);
      continue;
    }
    const checked = checkField(schema, [name, field], { properties, place: inside });
    entries.push([name, checked.value]);
    problems.push(...checked.problems);
    repairs.push(...checked.repairs);
  }
  for (const name of required.filter((name) => !Object.hasOwn(value, name))) {
    const what = wanted(Object.hasOwn(properties, name) ? properties[name] : undefined, resolver(place));
    problems.push(`${named(pathOf(place.at, name))} is missing: give ${what}`);
  }
  return { value: Object.fromEntries(entries), problems, repairs };
}

function checkField(
  schema: JsonObject,
  [name, field]: readonly [string, Json],
  { properties, place }: { readonly properties: JsonObject; readonly place: Place },
): Checked {
  if (Object.hasOwn(properties, name)) return checkValue(properties[name], field, place);
  const { additionalProperties: more, patternProperties } = schema;
  if (patternProperties !== undefined) return fine(field);
  if (more !== false) return checkValue(more, field, place);
  return { value: field, problems: [unknown(name, properties, place)], repairs: [] };
}

function unknown(name: string, properties: JsonObject, { at, walk }: Place): string {
  const start = `unknown argument ${quoted(at)}`;
  if (walk.steps.left < 0) return start;
  const known = Object.keys(properties), compared = known.slice(0, MOST_COMPARED);
  walk.steps.left -= 1 + compared.length * COMPARING;
  const near = name.length > 100 ? undefined : nearest(name, compared);
  if (near !== undefined) return `${start}, did you mean ${quoted(near)}?`;
  return known.length === 0 ? `${start}: none are taken` : `${start}: known are ${names(known)}`;
}

/** Models write `null` for what they leave out. */
function isLeftOut(
  field: Json,
  name: string,
  { properties, required, place }: {
    readonly properties: JsonObject;
    readonly required: readonly string[];
    readonly place: Place;
  },
): boolean {
  if (field !== null || !place.repair || required.includes(name) || !Object.hasOwn(properties, name)) return false;
  const schema = resolver(place)(properties[name]);
  if (!isObject(schema)) return false;
  const types = typesOf(schema);
  if (types.length > 0) return !types.includes("null");
  return checkValue(schema, null, { ...place, repair: false }).problems.length > 0;
}

function pathOf(at: string, name: string): string {
  return at === "" ? name : `${at}.${name}`;
}
