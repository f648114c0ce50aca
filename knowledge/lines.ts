/**
 * The lines of a byte stream in UTF-8, an empty one too. Only a line feed (with or without a carriage return) ends a line: a
 * text may hold other separators. Bytes that are no UTF-8 come as U+FFFD.
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  let parts: string[] = []
  for await (const chunk of bytes) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n')
    const last = pieces.pop() ?? ''
    for (const piece of pieces) {
      yield withoutReturn(parts.join('') + piece)
      parts = []
    }
    if (last !== '') parts.push(last)
  }
  const rest = parts.join('') + decoder.decode()
  if (rest !== '') yield withoutReturn(rest)
}

const withoutReturn = (line: string) => line.endsWith('\r') ? line.slice(0, -1) : line
