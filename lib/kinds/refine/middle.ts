import { isObject } from "../../base/is_object.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { median } from "../median.ts";

/**
 * What several answers of the same form come to: medians of their numbers, and everything else from the answer whose
 * numbers are nearest to those; of equals the first. Answers that are no maps count as a whole.
 */
export function middle(answers: readonly Json[]): Json {
  const maps = answers.filter((answer) => isObject(answer)), first = answers[0]!;
  if (maps.length < answers.length) {
    return answers.every((answer) => typeof answer === "number") ? median(answers) : first;
  }
  const medians = mediansOf(maps), distances = maps.map((answer) => distance(answer, medians));
  return { ...maps[distances.indexOf(Math.min(...distances))]!, ...medians };
}

type Numbers = { readonly [name: string]: number };

/** Of the fields that are numbers in every answer. */
function mediansOf(answers: readonly JsonObject[]): Numbers {
  return Object.fromEntries(
    Object.keys(answers[0]!).flatMap((name): [string, number][] => {
      const values = answers.map((answer) => answer[name]),
        numbers = values.filter((value) => typeof value === "number");
      return numbers.length === values.length ? [[name, median(numbers)]] : [];
    }),
  );
}

function distance(answer: JsonObject, medians: Numbers): number {
  return Object.entries(medians).reduce((sum, [name, value]) => sum + Math.abs(answer[name] as number - value), 0);
}
