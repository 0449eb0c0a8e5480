import assert from "node:assert/strict";
import { mayBeSecret } from "../../lib/app/may_be_secret.ts";

Deno.test("what names and values say of secrets decides which granted variables are masked", () => {
  const secret: readonly (readonly [string, string])[] = [
    ["API_TOKEN", "production"],
    ["npm_token", "abcdefgh"],
    ["DB_PASSWORD", "correct-horse"],
    ["SERVICE", "x7Kd92Lm1QpZ"],
    ["DATABASE_URL", "postgres://me:hunter22@db.example/app"],
    ["HOOK", "https://hooks.example.com/services/T00A1B2C3/B00D4E5F6/x9Y8z7W6v5U4"],
    ["ENDPOINT", "https://api.example.com/?key=abcdefgh"],
    ["SERVICE", "9f8e7d6c5b4a3928"],
    ["SERVICE", "12345678901"],
    ["SERVICE", "c2VjcmV0IG9mIHRlc3Rz"],
  ];
  for (const [name, value] of secret) assert.equal(mayBeSecret(name, value), true, `${name}=${value}`);
  const open: readonly (readonly [string, string])[] = [
    ["PATH", "/usr/bin:/bin"],
    ["HOME", "/home/me/9f8e7d6c5b4a3928"],
    ["LANG", "en_US.UTF-8"],
    ["LC_ALL", "C.UTF-8"],
    ["TZ", "Europe/Vienna"],
    ["SSH_AUTH_SOCK", "/run/user/1000/keyring/ssh"],
    ["PWD", "/work/x7Kd92Lm1QpZ"],
    ["NODE_ENV", "production"],
    ["APP_MODE", "development"],
    ["AWS_REGION", "eu-central-1"],
    ["CLUSTER", "us-east-1"],
    ["LOCALE", "en_US.UTF-8"],
    ["RELEASE", "2024.10.11"],
    ["CONFIG", "./config/app.toml"],
    ["CACHE", "~/.cache/app"],
    ["ENDPOINT", "https://api.example.com/v1/chat"],
    ["GREETING", "hello there"],
  ];
  for (const [name, value] of open) assert.equal(mayBeSecret(name, value), false, `${name}=${value}`);
});
