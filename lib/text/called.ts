/** A model as the spec names it, and what it is where that is not its name. */
export function called(model: string, use: string): string {
  return model === use ? `\`${model}\`` : `\`${model}\` (${use})`;
}
