import assert from "node:assert/strict";
import { openModel } from "../../lib/app/open_model.ts";
import { keyFile, Secrets } from "../../lib/app/secrets.ts";
import type { Model, ModelEvent } from "../../lib/models/model.ts";
import type { Came } from "../cli/fake_host.ts";
import { loom } from "../cli/fake_host.ts";
import { beginLife } from "../crash/mortal_loom.ts";
import { planModel } from "../kinds/plans.ts";
import { planFor } from "../kinds/growing.ts";
import { ANTHROPIC_WIRE } from "../models/faults/anthropic_wire.ts";
import { OLLAMA_WIRE } from "../models/faults/ollama_wire.ts";
import { OPENAI_WIRE } from "../models/faults/openai_wire.ts";
import { factsOf } from "../models/faults/subject.ts";
import type { Wire } from "../models/faults/wire.ts";
import { withEnv } from "./folders.ts";
import { filesBelow, KEYS, leaksIn } from "./keys.ts";
import type { ParrotHost, Place } from "./parrot_host.ts";
import { parrotHost, PLACES } from "./parrot_host.ts";

/** The ways to show a host who asks. One header has room for a key or for a login. */
const WAYS = ["key", "login", "key and query"] as const;

type Way = typeof WAYS[number];

/** A provider in one of the forms of prompt that it takes. */
interface Subject {
  readonly name: string;
  readonly wire: Wire;
  readonly form: "text" | "chat";
  /** How its host is shown who asks where all of them are in one project. */
  readonly way: Way;
}

const SUBJECTS: readonly Subject[] = [
  { name: "openai_texts", wire: OPENAI_WIRE, form: "text", way: "key and query" },
  { name: "openai_chats", wire: OPENAI_WIRE, form: "chat", way: "login" },
  { name: "ollama_texts", wire: OLLAMA_WIRE, form: "text", way: "login" },
  { name: "ollama_chats", wire: OLLAMA_WIRE, form: "chat", way: "key" },
  { name: "anthropic_chats", wire: ANTHROPIC_WIRE, form: "chat", way: "key" },
];

/** The address of a host, with the secrets that are to be in it. */
function addressOf({ url }: ParrotHost, way: Way): string {
  const address = new URL(url);
  if (way === "key and query") address.searchParams.set("key", KEYS.query);
  if (way === "login") {
    address.username = encodeURIComponent(KEYS.user);
    address.password = encodeURIComponent(KEYS.password);
  }
  return address.href;
}

/** Settings of a model, and the variables that they name. */
function settingsFor(host: ParrotHost, subject: Subject, { way, timeout }: { way: Way; timeout: number }) {
  const { name } = subject, place = `PLACE_OF_${name.toUpperCase()}`;
  const options = {
    base_url: { env: place },
    headers: { "x-team": { env: "TEAM" } },
    timeout,
    ...(way === "login" ? {} : { key: { env: "KEY" } }),
  };
  return { options, variables: { KEY: KEYS.key, TEAM: KEYS.team, [place]: addressOf(host, way) } };
}

/** All secrets have gone where they belong, and everything was done with them. */
function heardAll({ heard, did }: ParrotHost, ways: readonly Way[]): void {
  const { key, team, user, password, query } = KEYS;
  const sent = ways.flatMap((way) => way === "login" ? [user, password] : [key]);
  const asked = ways.includes("key and query") ? [query] : [];
  assert.deepEqual([team, ...sent, ...asked].filter((word) => !heard.has(word)), [], "some were not sent");
  assert.deepEqual(PLACES.filter((place) => !did.includes(place)), []);
}

async function toldBy(model: Model, form: "text" | "chat"): Promise<Record<string, string>> {
  const events: ModelEvent[] = [], signal = new AbortController().signal, error: unknown[] = [];
  const prompt = form === "text"
    ? { form, text: "It was" }
    : { form, messages: [{ role: "user" as const, text: "Go on" }] };
  const note = (thrown: unknown) => void error.push(thrown);
  try {
    const asked = { prompt, maxTokens: 999, sampling: {}, stop: [], logprobs: 1 };
    for await (const event of model.generate(asked, signal)) events.push(event);
  } catch (thrown) {
    note(thrown);
  }
  const all = (type: "text" | "reasoning") => events.map((event) => event.type === type ? event.text : "").join("");
  const scored = await model.score?.({ prompt: "It", texts: [" was"] }, signal).catch(note);
  const embedded = await model.embed?.(["It was"], signal).catch(note);
  return {
    text: all("text"),
    thoughts: all("reasoning"),
    events: JSON.stringify(events),
    results: JSON.stringify([scored, embedded]),
    errors: error.map((one) => Deno.inspect(one, { depth: 20, strAbbreviateSize: 1e6 })).join("\n"),
  };
}

for (const subject of SUBJECTS) {
  const { name, wire, form } = subject;
  Deno.test(`${name}: whatever its host repeats, no event and no error of a model holds a byte of a key`, async () => {
    let place: Place = "text";
    await using host = parrotHost(wire, () => place);
    for (const way of WAYS) {
      const { options, variables } = settingsFor(host, subject, { way, timeout: 100 });
      await withEnv(variables, async () => {
        const planned = { ...planModel(factsOf(`${wire.provider}/parrot`)), options };
        const plan = { ...planFor({}, {}), models: { m: planned } };
        const model = await openModel({ secrets: new Secrets(), models: {}, plan }, "m");
        for (place of PLACES) assert.deepEqual(leaksIn(await toldBy(model, form)), [], place);
      });
    }
    heardAll(host, WAYS);
  });
}

/** Hosts for every subject, and a project that knows them. */
interface Project extends AsyncDisposable {
  readonly folder: string;
  readonly hosts: readonly ParrotHost[];
  /** Variables of the environment that name the secrets. */
  readonly env: Readonly<Record<string, string>>;
}

/** Makes a project; what hosts do with their next request is asked of `where`. */
async function projectWith(where: (index: number) => Place): Promise<Project> {
  const folder = await Deno.makeTempDir(), config = await Deno.makeTempDir();
  const hosts = SUBJECTS.map(({ wire }) => parrotHost(wire, where)), env: Record<string, string> = {};
  const entries = SUBJECTS.map((subject, i) => {
    const { name, wire, form, way } = subject;
    const { options, variables } = settingsFor(hosts[i]!, subject, { way, timeout: 500 });
    Object.assign(env, variables);
    const headers = { ...options.headers, "x-more": { key: "stored" } };
    const abilities = { complete: form === "text", chat: form === "chat", instructs: true, prefill: true };
    const entry = { use: `${wire.provider}/parrot`, ...options, headers, abilities };
    return `[models.${name}]\n${Object.entries(entry).map(([key, value]) => `${key} = ${toml(value)}`).join("\n")}\n`;
  });
  await keyFile(`${config}/loom/keys.json`).set("stored", KEYS.stored);
  await Deno.mkdir(`${folder}/.loom`);
  await Deno.writeTextFile(`${folder}/loom.toml`, entries.join("\n"));
  return {
    folder,
    hosts,
    env: { ...env, XDG_CONFIG_HOME: config },
    async [Symbol.asyncDispose]() {
      for (const host of hosts) await host[Symbol.asyncDispose]();
      for (const path of [folder, config]) await Deno.remove(path, { recursive: true });
    },
  };
}

function toml(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, item]) => `${key} = ${toml(item)}`).join(", ")} }`;
}

/**
 * A spec whose candidates come from all hosts, and from a model that never fails. Where that one has come to its end
 * while all hosts fail, nothing is written for some rounds: such a run goes on all the same, until every host did
 * everything.
 */
const growing = (depth: number) =>
  `loom: 1
kind: autoloom
name: repeated
start: It was
expand: {model: [ngram/builtin, ${SUBJECTS.map(({ name }) => name).join(", ")}], width: 6, max_tokens: 4000}
grade: {by: novelty(candidate.text)}
stop: {depth: ${depth}, blank: never}
save: out.txt
`;

/** A spec whose judge is such a host. */
const judgedBy = (judge: string) =>
  `loom: 1
kind: autoloom
start: It was
expand: {model: ngram/builtin, width: 2}
grade: {model: ${judge}}
stop: {depth: 3}
`;

/** What processes in a project said, and what they left behind. */
interface Evidence {
  /** Begins a process whose words are evidence. */
  begin(words: readonly string[], preload?: string): ReturnType<typeof beginLife>;
  /** Does here what a process would, for commands that only look. */
  look(words: readonly string[]): Promise<Came>;
  /** All of it, by where it was found. */
  all(): Readonly<Record<string, string>>;
}

function evidenceOf({ folder, env }: Project): Evidence {
  const said: Record<string, string> = {};
  const keep = (words: readonly string[], { out, err }: Pick<Came, "out" | "err">) =>
    Object.assign(said, { [`output of ${words.join(" ")}`]: out, [`errors of ${words.join(" ")}`]: err });
  return {
    async look(words) {
      const came = await withEnv(env, () => loom(folder, words, { env }));
      keep(words, came);
      return came;
    },
    begin(words, preload) {
      const birth = { env, ...(preload === undefined ? {} : { preload: new URL(preload, import.meta.url) }) };
      const life = beginLife(folder, words, birth);
      const end = life.end.then((death) => (keep(words, death), death));
      return { ...life, end };
    },
    all: () => ({ ...said, ...filesBelow(folder) }),
  };
}

/** Commands that show something of a spec or a run. */
const LOOKS =
  `check spec.yaml; explain spec.yaml; explain spec.yaml --format json; plan spec.yaml; show k; show k --json
  show k --costs; logs k; logs k --json; export k; text k; runs --json; status k; settle k --json`.split(/[;\n]/)
    .map((words) => words.trim().split(" "));

/** Where something of what hosts repeat has to be found, by its name. */
const MASKED = [
  "--seed 1 --json",
  "errors of resume k",
  "logs k -f --json",
  "show k --json",
  "logs k",
  "export k",
  "/loom.db",
];

Deno.test("a run whose hosts repeat every key is logged, killed, resumed, shown and exported without a byte of one", async () => {
  const goesOn = Promise.withResolvers<void>();
  let requests = { left: Infinity, then: () => {} };
  await using project = await projectWith((index) => {
    if (--requests.left === 0) requests.then();
    return PLACES[index % PLACES.length]!;
  });
  const evidence = evidenceOf(project), { folder, hosts } = project;
  await Deno.writeTextFile(`${folder}/spec.yaml`, growing(PLACES.length));

  const first = evidence.begin(["run", "spec.yaml", "--name", "k", "--seed", "1", "--json"]);
  requests = { left: 40, then: first.kill };
  assert.ok((await first.end).killed);
  assert.deepEqual(leaksIn(evidence.all()), []);

  // More than the killed process can have had in the air: then the second one drives the run.
  requests = { left: 10, then: goesOn.resolve };
  const second = evidence.begin(["resume", "k"]);
  await Promise.race([goesOn.promise, second.end]);
  const follower = evidence.begin(["logs", "k", "-f", "--json"]);
  for (const { end } of [second, follower]) {
    const { code, err } = await end;
    assert.equal(code, 0, err);
  }
  for (const words of LOOKS) {
    const { code, err } = await evidence.look(words);
    assert.equal(code, 0, `${words.join(" ")}: ${err}`);
  }
  assert.equal(evidence.all()["output of logs k -f --json"], evidence.all()["output of logs k --json"]);
  await evidence.begin(["models", "--check", "--json"]).end;
  assert.deepEqual(leaksIn(evidence.all()), []);
  const masked = Object.entries(evidence.all()).flatMap(([place, text]) => text.includes("[KEY]") ? [place] : []);
  for (const place of MASKED) assert.ok(masked.some((found) => found.endsWith(place)), `${place} in ${masked.join()}`);
  for (const [i, host] of hosts.entries()) heardAll(host, [SUBJECTS[i]!.way]);
});

Deno.test("a run that fails, and one that breaks down, leave no byte of a key", async () => {
  await using project = await projectWith(() => "text");
  const evidence = evidenceOf(project), { folder } = project;
  await Deno.writeTextFile(`${folder}/spec.yaml`, growing(3));
  for (const { name, form } of SUBJECTS.filter(({ form }) => form === "chat")) {
    await Deno.writeTextFile(`${folder}/${name}.yaml`, judgedBy(name));
    const { code, err } = await evidence.begin(["run", `${name}.yaml`, "--name", `${form}-${name}`, "--seed", "1"]).end;
    assert.equal(code, 1, err);
    assert.match(err, /gave no answer that can be read: .*I was told/);
  }
  const quoted = await evidence.begin(["run", "spec.yaml", "--name", "quoted", "--json"], "quoting_fetch.ts").end;
  assert.match(quoted.out, /no way to/);
  const broken = await evidence.begin(["run", "spec.yaml", "--name", "broken"], "breaking_fetch.ts").end;
  assert.match(broken.err, /the process breaks down/);
  for (const name of ["quoted", "broken"]) await evidence.look(["export", name]);
  assert.deepEqual(leaksIn(evidence.all()), []);
});
