import house from "../corpus/house.txt" with { type: "text" };
import letters from "../corpus/letters.txt" with { type: "text" };
import road from "../corpus/road.txt" with { type: "text" };
import shore from "../corpus/shore.txt" with { type: "text" };
import valley from "../corpus/valley.txt" with { type: "text" };
import workshop from "../corpus/workshop.txt" with { type: "text" };

/** What `ngram/builtin` has read. A quarter of a megabyte: import this module only where it is needed. */
export const CORPUS: readonly string[] = [shore, house, road, workshop, valley, letters];
