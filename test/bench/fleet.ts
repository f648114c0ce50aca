import type { Agent } from 'node:http'
import { cpuMs, residentMb } from './figures.ts'
import type { Reach } from './customer.ts'
import { type Server, startService } from './servers.ts'

/** Instances of the service that share their records. */
export type Fleet = {
  servers: readonly Server[]
  reach(agent: Agent, options?: { persistent: boolean }): Reach
  pids(): number[]
  /** Resident memory of the largest instance, in megabytes. */
  residentMb(): number
  cpuMs(): number
  /** Ends one instance on the spot and starts it again on the same port. */
  killAndRestart(index: number): Promise<void>
  stop(): Promise<void>
}

export async function startFleet(records: Record<string, string>, instances: number): Promise<Fleet> {
  const servers: Server[] = []
  for (let instance = 0; instance < instances; instance++) servers.push(await startService(records))
  let requests = 0
  const pids = () => servers.map(server => server.pid)
  return {
    servers,
    reach: (agent, { persistent } = { persistent: false }) => ({
      agent, persistent,
      next() {
        requests += 1
        const server = servers[requests % servers.length]
        if (!server) throw new Error('No instance runs')
        return new URL(server.url)
      },
    }),
    pids,
    residentMb: () => Math.max(...pids().map(residentMb)),
    cpuMs: () => pids().reduce((sum, pid) => sum + cpuMs(pid), 0),
    async killAndRestart(index) {
      const server = servers[index]
      if (!server) throw new Error(`There is no instance ${index}`)
      await server.kill('SIGKILL')
      servers[index] = await startService(records, Number(new URL(server.url).port))
    },
    async stop() {
      await Promise.all(servers.map(server => server.kill('SIGTERM')))
    },
  }
}
