import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks for a password: on a terminal without showing it, else as the first line of standard input. Empty where there is none. */
export function askPassword(input: NodeJS.ReadStream, prompt: string): Promise<string> {
  if (input.isTTY) process.stderr.write(prompt)
  // The terminal echoes what readline writes; this writes nothing.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: silent, terminal: input.isTTY === true })
  return new Promise((resolve, reject) => {
    lines.once('line', line => {
      resolve(line)
      lines.close()
    })
    lines.once('SIGINT', () => {
      lines.close()
      reject(new Error('Cancelled'))
    })
    lines.once('close', () => {
      if (input.isTTY) process.stderr.write('\n')
      resolve('')
    })
  })
}
