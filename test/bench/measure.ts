import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'

export type Server = { url: string; pid: number; stop(): Promise<void> }

/** Starts a program of the repository and waits until it prints its address. */
export async function startServer(script: string, env: Record<string, string> = {}): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [script], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout || child.pid === undefined) throw new Error(`${script} did not start`)
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/[^/\s]+/.exec(line) ?? []
    if (!url) continue
    child.stdout.resume()
    return {
      url, pid: child.pid,
      async stop() {
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error(`${script} ended before it was ready`)
}

/** CPU time of a process so far, in milliseconds (Linux: 100 ticks a second). */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Resident memory of a process in megabytes. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}

export type Round = { turnsPerSecond: number; latenciesMs: number[]; cpuMsPerTurn: number; lost: number; doubled: number; swapped: number }

/** What a customer says, in turn, and what the reply must hold; so a reply that belongs to another message is found. */
export type Line = { text: string; expects: string }

function post(agent: Agent, url: URL, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: url.hostname, port: url.port, path: '/api/messages', method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('end', () => resolve(response.statusCode === 200 ? text : '')).on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/**
 * One round of closed-loop load: `conversations` customers, each waiting for the reply before the next message,
 * for `turns` messages in all. `check` says of a reply whether it is the one that was due.
 */
export async function load(server: Server, { conversations, turns, lines, check }: { conversations: number; turns: number; lines: readonly Line[]; check: boolean }): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: conversations })
  const url = new URL(server.url)
  const round: Round = { turnsPerSecond: 0, latenciesMs: [], cpuMsPerTurn: 0, lost: 0, doubled: 0, swapped: 0 }
  let left = turns
  const cpuBefore = cpuMs(server.pid)
  const started = performance.now()
  await Promise.all(Array.from({ length: conversations }, async () => {
    const id = randomUUID()
    for (let turn = 0; left > 0; turn++) {
      left -= 1
      const line = lines[turn % lines.length]
      if (!line) return
      const from = performance.now()
      const answer = await post(agent, url, JSON.stringify({
        type: 'message', id: `${id}-${turn}`, text: line.text, channelId: 'bench', serviceUrl: 'http://127.0.0.1:9', deliveryMode: 'expectReplies',
        conversation: { id }, from: { id: `customer-${id}`, role: 'user' }, recipient: { id: 'bot', role: 'bot' },
      }))
      round.latenciesMs.push(performance.now() - from)
      if (!check) continue
      const messages = answer === '' ? 0 : answer.split('"type":"message"').length - 1
      if (messages === 0) round.lost += 1
      else if (messages > 1) round.doubled += 1
      else if (!answer.includes(line.expects)) round.swapped += 1
    }
  }))
  round.turnsPerSecond = turns / ((performance.now() - started) / 1000)
  round.cpuMsPerTurn = (cpuMs(server.pid) - cpuBefore) / turns
  agent.destroy()
  return round
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] ?? 0 : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
