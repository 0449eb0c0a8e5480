import { nearest } from "../base/near.ts";
import { inferLoosely } from "./check_access.ts";
import { unlikeKinds } from "./check_operator.ts";
import { demand, inferAs } from "./checker.ts";
import type { Checker } from "./checker.ts";
import { count } from "./describe.ts";
import type { Expr, ExprOf } from "./expr.ts";
import { isMacro, macroOf, MACROS, macroTakes } from "./macros.ts";
import type { Macro } from "./macros.ts";
import { bind, knowing, knownWhen, presentAt } from "./scope.ts";
import type { Env } from "./scope.ts";
import { ANY_LIST, ANY_MAP } from "./signature.ts";
import type { Signature } from "./signature.ts";
import { ANY, BOOL, join, listOf, present, STRING, typeName } from "./types.ts";
import type { Type } from "./types.ts";

type Call = ExprOf<"call">;

/** The type of a call of a function, a macro, `has` or `default`. */
export function checkCall(checker: Checker, call: Call, env: Env): Type {
  if (isMacro(call.name)) return checkMacro(checker, call, env);
  if (call.name === "has") return checkHas(checker, call, env);
  if (call.name === "default") return checkDefault(checker, call, env);
  if (call.name === "matches") return refuseMatches(checker, call, env);
  const signature = Object.hasOwn(checker.functions, call.name) ? checker.functions[call.name] : undefined;
  return signature ? checkFunction(checker, call, { signature, env }) : unknownFunction(checker, call, env);
}

function inferAll(checker: Checker, args: readonly Expr[], env: Env): readonly Type[] {
  return args.map((arg) => checker.infer(arg, env));
}

function refuseMatches(checker: Checker, { name, nameSpan, args }: Call, env: Env): Type {
  inferAll(checker, args, env);
  const reason = "a pattern can take for ever on the wrong text";
  checker.report({
    code: "refused-function",
    params: { name, reason, instead: "`contains`, `startsWith`, `endsWith` or `split`" },
    ...nameSpan,
  });
  return ANY;
}

/** What people call our functions elsewhere. */
const MEANT = new Map([
  ["length", "size"],
  ["len", "size"],
  ["count", "size"],
  ["includes", "contains"],
  ["avg", "mean"],
  ["average", "mean"],
  ["tolower", "lowerAscii"],
  ["lower", "lowerAscii"],
  ["tolowercase", "lowerAscii"],
  ["toupper", "upperAscii"],
  ["upper", "upperAscii"],
  ["touppercase", "upperAscii"],
  ["substr", "substring"],
  ["any", "exists"],
  ["some", "exists"],
  ["every", "all"],
  ["strip", "trim"],
  ["str", "string"],
  ["tostring", "string"],
  ["float", "number"],
  ["random", "rand"],
  ["concat", "join"],
  ["tojson", "json"],
]);

function unknownFunction(checker: Checker, { name, nameSpan, args }: Call, env: Env): Type {
  inferAll(checker, args, env);
  const known = [...Object.keys(checker.functions), ...MACROS, "has", "default"];
  const near = MEANT.get(name.toLowerCase()) ?? nearest(name, known);
  checker.report({ code: "unknown-function", params: { name, near }, ...nameSpan });
  return ANY;
}

function wrongCount(checker: Checker, { name, form, args, start, end }: Call, takes: string): void {
  const given = form === "method" ? args.length - 1 : args.length;
  checker.report({ code: "wrong-count", params: { name, takes, given }, start, end });
}

function checkFunction(checker: Checker, call: Call, { signature, env }: { signature: Signature; env: Env }): Type {
  const { params, rest, required = params.length, returns } = signature;
  const types = inferAll(checker, call.args, env);
  if (types.length < required || (!rest && types.length > params.length)) {
    wrongCount(checker, call, takes(signature, call.form));
    return typeof returns === "function" ? ANY : returns;
  }
  const given = types.map((type, i) => {
    const param = params[Math.min(i, params.length - 1)];
    if (!param) return type;
    return demand(checker, call.args[i]!, type, {
      types: param.accepts,
      what: `\`${param.name}\` of \`${call.name}\``,
    });
  });
  return typeof returns === "function" ? returns(given) : returns;
}

/** How many arguments a function takes, as a message says it; as a method one of them stands before the dot. */
function takes({ params, rest, required = params.length }: Signature, form: Call["form"]): string {
  const before = form === "method" ? 1 : 0;
  const least = required - before, most = params.length - before;
  const where = form === "method" ? " after the dot" : "";
  if (rest) return `at least ${count(least, "argument")}${where}`;
  return (least === most ? count(most, "argument") : `${least} to ${count(most, "argument")}`) + where;
}

const PLACES: readonly Expr["kind"][] = ["name", "field", "index"];

function checkHas(checker: Checker, call: Call, env: Env): Type {
  const [path] = call.args;
  if (!path || call.args.length !== 1) return wrongCount(checker, call, "1 argument"), BOOL;
  const type = inferLoosely(checker, path, env);
  if (!PLACES.includes(path.kind)) {
    const params = { what: "what `has` asks for", expected: "a field, such as `x.y`", found: typeName(type) };
    checker.report({ code: "wrong-type", params, start: path.start, end: path.end });
  }
  return BOOL;
}

function checkDefault(checker: Checker, call: Call, env: Env): Type {
  const [path, fallback] = call.args;
  if (!path || !fallback || call.args.length !== 2) return wrongCount(checker, call, "2 arguments"), ANY;
  const first = present(inferLoosely(checker, path, env)), second = checker.infer(fallback, env);
  if (first.kind === "null") return second;
  if (!unlikeKinds(first, second)) return join(first, second);
  const params = {
    what: "a value and its default have different types",
    left: typeName(first),
    right: typeName(second),
  };
  checker.report({ code: "types-differ", params, start: call.start, end: call.end });
  return ANY;
}

function checkMacro(checker: Checker, call: Call, env: Env): Type {
  const macro = macroOf(call);
  if (!macro) return badMacro(checker, call, env);
  const over = inferAs(checker, macro.over, env, {
    types: [ANY_LIST, ANY_MAP],
    what: `what \`${call.name}\` goes over`,
  });
  const item = over.kind === "list" ? over.of : over.kind === "any" ? ANY : STRING;
  const inside = bind(env, macro.variable, item);
  const [first, second] = macro.bodies;
  if (macro.name === "map" && !second) return listOf(checker.infer(first, inside));
  inferAs(checker, first, inside, { types: [BOOL], what: `the condition of \`${call.name}\`` });
  if (second) return listOf(checker.infer(second, knowing(inside, knownWhen(first, true))));
  return macro.name === "filter" ? listOf(filtered(macro, item)) : BOOL;
}

/** What a filter lets through is known to hold. */
function filtered({ variable, bodies: [condition] }: Macro, item: Type): Type {
  return knownWhen(condition, true)
    .filter(([root]) => root === variable)
    .reduce((type, [, ...path]) => presentAt(type, path), item);
}

function badMacro(checker: Checker, call: Call, env: Env): Type {
  const { name, form, args: [over, variable, ...bodies], nameSpan } = call;
  if (form === "function") {
    const reason = `\`${name}\` goes after what it goes over: write \`xs.${name}(x, …)\``;
    checker.report({ code: "expression-syntax", params: { reason }, ...nameSpan });
    return ANY;
  }
  if (over) checker.infer(over, env);
  if (isMacro(name) && (!variable || bodies.length === 0 || variable.kind === "name")) {
    wrongCount(checker, call, macroTakes(name));
  } else if (variable) {
    checker.report({ code: "not-a-variable", params: { macro: name }, start: variable.start, end: variable.end });
  }
  return ANY;
}
