/**
 * What Git is given instead of what it would find by itself: no settings of the user or the machine, no pager, no editor,
 * nobody who answers, no hooks, no protocol that runs programs. The repository's own settings hold, but for those that
 * run programs.
 *
 * @module
 */
import { dirname } from "node:path";
import type { Environment } from "../clean_environment.ts";
import { isInside } from "../is_inside.ts";
import { placeOf } from "../shell/leads_out.ts";

/** Settings that hold whatever the repository says. */
const SETTINGS: readonly string[] = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.askPass=",
  "core.pager=cat",
  "credential.helper=",
  ...["gpg.program", "gpg.ssh.program", "gpg.x509.program"].map((name) => `${name}=false`),
  ...["commit", "tag", "push"].map((name) => `${name}.gpgSign=false`),
  "log.showSignature=false",
  "merge.verifySignatures=false",
  ...["protocol.ext.allow", "protocol.file.allow"].map((name) => `${name}=never`),
  "submodule.recurse=false",
  "fetch.recurseSubmodules=false",
  // What a call reaches is judged by the remotes that it names, or the one that Git takes without a name.
  "fetch.all=false",
  "promisor.acceptFromServer=none",
  "promisor.advertise=false",
  "push.recurseSubmodules=no",
  "status.submoduleSummary=false",
  "diff.ignoreSubmodules=dirty",
  "diff.submodule=short",
  "diff.external=",
  "diff.autoRefreshIndex=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "advice.detachedHead=false",
  "color.ui=false",
];

/** Arguments of Git that stand before the command. */
export function settings(more: readonly string[] = []): readonly string[] {
  return ["--no-pager", ...[...SETTINGS, ...more].flatMap((setting) => ["-c", setting])];
}

/** Settings of a call that reaches the web, all of it by one way. */
export function webSettings(proxy: string): readonly string[] {
  return [`http.proxy=${proxy}`, "http.followRedirects=initial", "transfer.bundleURI=false", "fetch.uriProtocols="];
}

/** Variables by which Git and what it loads take another way to the web. */
const PROXIES = /^(?:https?|all|no)_proxy$/i;

/**
 * The environment of Git in a workspace: of what is given only what is no setting of Git's own but who commits. Without
 * `protocols` no other repository can be reached.
 */
export function gitEnvironment(given: Environment, root: string, protocols: readonly string[] = []): Environment {
  const kept = Object.entries(given).filter(([name]) =>
    !PROXIES.test(name) && !name.startsWith("GIT_") || /^GIT_(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)$/.test(name)
  );
  return {
    ...Object.fromEntries(kept),
    PATH: safePath(given["PATH"] ?? "/usr/bin:/bin", root),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_CEILING_DIRECTORIES: dirname(root),
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    SSH_ASKPASS: "",
    GIT_EDITOR: "true",
    GIT_SEQUENCE_EDITOR: "true",
    GIT_MERGE_AUTOEDIT: "no",
    GIT_PAGER: "cat",
    GIT_SSH_COMMAND: "ssh -oBatchMode=yes",
    GIT_ALLOW_PROTOCOL: protocols.join(":"),
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    LC_ALL: "C.UTF-8",
  };
}

/** The folders of a search path in which no agent can have put a program. */
export function safePath(path: string, root: string): string {
  const folders = path.split(":").filter((folder) => {
    const place = folder.startsWith("/") ? placeOf(folder, "/") : undefined;
    return place !== undefined && !isInside(place, root);
  });
  return folders.join(":") || "/usr/bin:/bin";
}
