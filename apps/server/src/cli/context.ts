/** Exit codes of every command. */
export const exitCodes = {
  /** Done; for `verify`: VERIFIED. */
  ok: 0,
  /** It ran and the answer is no, or it failed. */
  failed: 1,
  /** The command line, a setting or an input file cannot be used. */
  badInput: 2,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** All that a command may reach of the process. */
export interface CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/** Ends a command with a sentence for a person and a code for a program. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: string;
  readonly exitCode: ExitCode;
  constructor(code: string, exitCode: ExitCode, message: string) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** Prints one JSON line with `--json`, else the lines for a person. */
export function answer(context: CommandContext, json: boolean, value: unknown, lines: readonly string[]): void {
  context.write(json ? `${JSON.stringify(value)}\n` : `${lines.map((line) => printable(line)).join('\n')}\n`);
}

/** Text from outside without what could move the cursor, recolour or retitle a terminal, or reverse the reading order. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (char) => {
    return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
