/** Which options of a program are followed by a value. */
export interface OptionShape {
  /** Letters of the short ones. */
  readonly valued: string;
  /** Letters of those whose value, if any, stands right behind them. */
  readonly attached?: string;
  /** Names of the long ones, without dashes. */
  readonly long: readonly string[];
}

/** An option as it was given. */
export interface GivenOption {
  /** Its letter or its long name, without dashes; one that was cut short is written out where it is in the shape. */
  readonly name: string;
  /** Its value. */
  readonly value?: string;
  /** Which argument its value is, or is in. */
  readonly at: number;
}

/** Arguments of a program, taken apart. */
export interface ReadOptions {
  /** The options in their order. */
  readonly options: readonly GivenOption[];
  /** Places of the arguments that are neither options nor their values. */
  readonly operands: readonly number[];
}

/** Takes arguments apart as most programs do: options may stand anywhere before `--`, letters may share one dash. */
export function readOptions(args: readonly string[], shape: OptionShape): ReadOptions {
  const options: GivenOption[] = [], operands: number[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === "--") {
      for (at++; at < args.length; at++) operands.push(at);
    } else if (arg.startsWith("--")) {
      const option = longOption(args, at, shape);
      options.push(option);
      at = option.at;
    } else if (arg.startsWith("-") && arg.length > 1) {
      const found = shortOptions(args, at, shape);
      options.push(...found);
      at = found.at(-1)?.at ?? at;
    } else operands.push(at);
  }
  return { options, operands };
}

function longOption(args: readonly string[], at: number, { long }: OptionShape): GivenOption {
  const text = args[at]!.slice(2), cut = text.indexOf("="), written = cut < 0 ? text : text.slice(0, cut);
  const known = long.includes(written) ? written : long.find((name) => written.length > 1 && name.startsWith(written));
  if (cut >= 0) return { name: known ?? written, value: text.slice(cut + 1), at };
  if (known === undefined || at + 1 >= args.length) return { name: known ?? written, at };
  return { name: known, value: args[at + 1]!, at: at + 1 };
}

function shortOptions(
  args: readonly string[],
  at: number,
  { valued, attached = "" }: OptionShape,
): readonly GivenOption[] {
  const letters = args[at]!.slice(1), options: GivenOption[] = [];
  for (let index = 0; index < letters.length; index++) {
    const name = letters[index]!, rest = letters.slice(index + 1);
    if (attached.includes(name)) return [...options, { name, value: rest, at }];
    if (!valued.includes(name)) options.push({ name, at });
    else if (rest !== "") return [...options, { name, value: rest, at }];
    else if (at + 1 < args.length) return [...options, { name, value: args[at + 1]!, at: at + 1 }];
    else options.push({ name, at });
  }
  return options;
}
