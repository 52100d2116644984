/** One line of a file of JSON lines: its value, or why it has none. */
export type JsonLine = { readonly line: number } & (
  | { readonly value: unknown }
  | { readonly code: 'line-invalid' | 'line-too-long'; readonly detail: string }
);

const feed = 0x0a;

/**
 * Values of JSON lines, in order; blank lines are passed over. A line that is no JSON, or is longer than `most` bytes, is one answer
 * with a code, and those after it are read.
 */
export async function* readJsonLines(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<JsonLine> {
  let line = 0;
  let parts: Uint8Array[] = [];
  let length = 0;
  const add = (part: Uint8Array) => {
    length += part.length;
    // what is too long is not kept
    if (length <= most) parts.push(part);
    else parts = [];
  };
  const end = (): JsonLine | null => {
    line += 1;
    const [bytes, whole] = [Buffer.concat(parts), length];
    [parts, length] = [[], 0];
    return whole > most ? tooLong(line, most) : parseLine(line, bytes);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(feed); at >= 0; at = chunk.indexOf(feed, from)) {
      add(chunk.subarray(from, at));
      from = at + 1;
      const read = end();
      if (read) yield read;
    }
    add(chunk.subarray(from));
  }
  const last = length > 0 ? end() : null;
  if (last) yield last;
}

function parseLine(line: number, bytes: Uint8Array): JsonLine | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' ? null : { line, value: JSON.parse(text) };
  } catch {
    return { line, code: 'line-invalid', detail: `line ${line} is no JSON in UTF-8` };
  }
}

function tooLong(line: number, most: number): JsonLine {
  return { line, code: 'line-too-long', detail: `line ${line} is longer than ${most} bytes` };
}
