/** Loaded before a program: the fifth `fetch` brings the whole process down while its calls are in the air. */

const real = globalThis.fetch;
let calls = 0;

globalThis.fetch = (input, init) => {
  if (++calls === 5) {
    setTimeout(() => {
      throw new TypeError("the process breaks down");
    });
  }
  return real(input, init);
};
