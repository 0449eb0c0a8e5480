/** Loaded before a program: every `fetch` fails with an error that quotes all of its request. */

globalThis.fetch = (input, init) => {
  const headers = [...new Headers(init?.headers)].map(([name, value]) => `${name}: ${value}`).join("; ");
  return Promise.reject(new TypeError(`no way to ${String(input)} for ${headers}`));
};
