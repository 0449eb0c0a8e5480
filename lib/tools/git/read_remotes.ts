/** A setting of Git: its name as `git config --list` writes it, and its value. */
export interface GitSetting {
  /** Section and key in small letters, what stands between them as it was written. */
  readonly name: string;
  /** Its value; `true` for one that has none. */
  readonly value: string;
}

/** Where the remotes of a repository lead, by its settings. */
export interface Remotes {
  /** Remotes by name. */
  readonly known: ReadonlyMap<string, Remote>;
  /** Groups of them: names by the name of the group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Those that a partial copy asks for objects which it lacks, whatever else is reached. */
  readonly promising: readonly string[];
  /** What is put in place of how an address begins. */
  readonly rewrites: readonly Rewrite[];
  /** The remote that is fetched from unless one is named. */
  readonly fetched: string;
  /** The remote that is pushed to unless one is named. */
  readonly pushed: string;
}

/** A remote. */
export interface Remote {
  /** Its addresses. */
  readonly urls: readonly string[];
  /** Those that are pushed to instead. */
  readonly pushUrls: readonly string[];
}

/** A setting such as `url.https://example.com/.insteadOf`. */
export interface Rewrite {
  /** What is put there. */
  readonly base: string;
  /** How an address begins. */
  readonly from: string;
  /** Whether that is so for pushing alone. */
  readonly when: "always" | "push";
}

/** Reads settings of Git; `branch` is the one that is checked out, if one is. */
export function readRemotes(settings: readonly GitSetting[], branch: string | undefined): Remotes {
  const all = (name: string) => settings.flatMap((setting) => setting.name === name ? [setting.value] : []);
  const own = (key: string) => branch === undefined ? undefined : all(`branch.${branch}.${key}`).at(-1);
  const named = (pattern: RegExp) => new Set(settings.flatMap(({ name }) => pattern.exec(name)?.[1] ?? []));
  const remote = (name: string): Remote => ({
    urls: all(`remote.${name}.url`),
    pushUrls: all(`remote.${name}.pushurl`),
  });
  const known = [...named(/^remote\.(.+)\.[a-z0-9-]+$/s)].map((name) => [name, remote(name)] as const);
  const groups = [...named(/^remotes\.(.+)$/s)].map((name) =>
    [name, all(`remotes.${name}`).flatMap((value) => value.split(/\s+/)).filter((word) => word !== "")] as const
  );
  const only = known.length === 1 ? known[0]![0] : undefined, fetched = own("remote") ?? only ?? "origin";
  return {
    known: new Map(known),
    groups: new Map(groups),
    promising: [...new Set(settings.flatMap(promiserIn))],
    rewrites: settings.flatMap(rewriteOf),
    fetched,
    pushed: own("pushremote") ?? all("remote.pushdefault").at(-1) ?? fetched,
  };
}

function promiserIn({ name, value }: GitSetting): readonly string[] {
  if (name === "extensions.partialclone") return [value];
  const [, remote] = /^remote\.(.+)\.(?:promisor|partialclonefilter)$/s.exec(name) ?? [];
  return remote === undefined || /^(?:false|no|off|0|)$/i.test(value) ? [] : [remote];
}

function rewriteOf({ name, value: from }: GitSetting): readonly Rewrite[] {
  const [, base, key] = /^url\.(.+)\.(insteadof|pushinsteadof)$/s.exec(name) ?? [];
  return base === undefined || from === "" ? [] : [{ base, from, when: key === "insteadof" ? "always" : "push" }];
}

/** The addresses that a name or an address comes to, as Git takes it. */
export function addressesOf(name: string, deed: "fetch" | "push", remotes: Remotes): readonly string[] {
  const remote = remotes.known.get(name), urls = remote && remote.urls.length > 0 ? remote.urls : [name];
  if (deed === "fetch") return urls.map((url) => rewritten(url, remotes));
  if (remote !== undefined && remote.pushUrls.length > 0) return remote.pushUrls.map((url) => rewritten(url, remotes));
  return urls.map((url) => replaced(url, "push", remotes) ?? rewritten(url, remotes));
}

function rewritten(url: string, remotes: Remotes): string {
  return replaced(url, "always", remotes) ?? url;
}

/** The address with its beginning replaced by the longest match, if there is one. */
function replaced(url: string, when: Rewrite["when"], { rewrites }: Remotes): string | undefined {
  const fit = rewrites.filter((rewrite) => rewrite.when === when && url.startsWith(rewrite.from));
  const [best] = fit.toSorted((a, b) => b.from.length - a.from.length);
  return best && best.base + url.slice(best.from.length);
}
