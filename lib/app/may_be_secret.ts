import { isPlainWords } from "../tools/masking/plain_words.ts";

/** Variables that nobody keeps a secret in, whatever they hold. */
const OPEN: ReadonlySet<string> = new Set([
  ...["PATH", "HOME", "LANG", "LANGUAGE", "TERM", "COLORTERM", "TZ", "USER", "LOGNAME", "USERNAME", "SHELL", "SHLVL"],
  ...["PWD", "OLDPWD", "HOSTNAME", "EDITOR", "VISUAL", "PAGER", "DISPLAY", "COLUMNS", "LINES", "NO_COLOR"],
  ...["FORCE_COLOR", "TMPDIR", "TMP", "TEMP", "CI", "DEBUG", "NODE_ENV", "DENO_DIR", "PYTHONPATH", "VIRTUAL_ENV"],
  ...["GOPATH", "GOROOT", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "CFLAGS", "CXXFLAGS", "LDFLAGS"],
  ...["RUSTFLAGS", "NODE_OPTIONS"],
]);
/** Who commits stands in every commit, and settings of languages and desktops are no more of a secret. */
const OPEN_FAMILIES = /^(?:LC|XDG)_|^GIT_(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)$|_(?:REGION|LEVEL)$/;

/** Words of a name that say: this is a secret, whatever it looks like. */
const SECRET: ReadonlySet<string> = new Set([
  ...["KEY", "KEYS", "TOKEN", "SECRET", "SECRETS", "PASSWORD", "PASSWORDS", "PASSWD", "PASSPHRASE", "PASSCODE"],
  ...["PASS", "PWD", "PW", "SSHPASS", "PAT", "PIN", "OTP", "SALT"],
]);
/** The same without anything between them and the word before: `PGPASSWORD`, `APIKEY`. */
const JOINED =
  /(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|(?:API|ACCESS|PRIVATE|SECRET|SIGNING|MASTER|ACCOUNT|AUTH)KEY)$/;
/** Words of a name by which an address is a secret, too: it is what somebody logs in with. */
const LOGIN: ReadonlySet<string> = new Set([
  ...["CREDENTIAL", "CREDENTIALS", "CREDS", "COOKIE", "COOKIES", "PRIVATE", "DSN"],
]);
/** Last words of names of places. */
const PLACES: ReadonlySet<string> = new Set(["HOME", "PATH", "DIR", "FILE", "FOLDER", "ROOT"]);

const PATHS = /^(?:~?|\.{1,2})\/[\w./: -]*$/;
const SMALL_NUMBER = /^-?\d{1,9}(?:\.\d{1,9})?$/;
/** An address without a login, a query or anything in its path that may be a key. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/[\w.-]+(?::\d+)?(?:\/[a-z.-]{0,15}(?:\d[\w.]{0,3})?)*$/i;

/**
 * Whether what a variable of the environment holds is to be masked once the variable is granted. By its name: never where
 * that is one of those that everybody knows to be open, always where a whole word of it speaks of keys and passwords. Else
 * unless it is plainly none: a word that stands in ordinary texts would be replaced in all of them, those that a model
 * writes into files included.
 */
export function mayBeSecret(name: string, value: string): boolean {
  const known = name.toUpperCase(), plain = value.trim(), words = wordsOf(name);
  if (OPEN.has(known) || OPEN_FAMILIES.test(known)) return false;
  const isPath = PATHS.test(plain), isPlace = PLACES.has(words.at(-1) ?? "");
  if (words.some((word) => SECRET.has(word) || JOINED.test(word))) return !(isPlace && isPath);
  if (isPath || isPlace && plain.includes("/") && !plain.includes("://")) return false;
  if (isPlainWords(plain) || SMALL_NUMBER.test(plain)) return false;
  return words.some((word) => LOGIN.has(word)) || !ADDRESS.test(plain);
}

/** `DB_PASS` and `dbPass` are `DB` and `PASS`. */
function wordsOf(name: string): readonly string[] {
  return name.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2").toUpperCase().split(/[^A-Z\d]+/).filter((word) => word !== "");
}
