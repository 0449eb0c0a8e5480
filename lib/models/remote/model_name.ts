/** The name that a host has for a model: `maker/model` of `openai/maker/model`. */
export function modelName(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}
