const TAKE_BACK = "take-back/";

/** In whose name is recorded what was taken back of a step that was cut off. */
export function takeBackOf(key: string): string {
  return `${TAKE_BACK}${key}`;
}

/** Whether something was recorded when a step was taken back. */
export function isTakeBack(by: string): boolean {
  return by.startsWith(TAKE_BACK);
}

/** The key of the step that something is about: one that was taken back, or one that did it itself. */
export function stepOf(by: string): string {
  return isTakeBack(by) ? by.slice(TAKE_BACK.length) : by;
}
