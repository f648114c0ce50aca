import { connect, createServer, type Socket } from 'node:net'

export type Proxy = {
  port: number
  /** Forwards nothing any more, in neither direction, and closes nothing: as a network does that has lost the way. */
  hold(): void
  /** Everything takes so long more, each way. */
  slow(ms: number): void
  /** Forwards again, what was held first. */
  goOn(): void
  close(): Promise<void>
}

/** A way to a server on loopback that can be disturbed. */
export async function startProxy(to: number): Promise<Proxy> {
  let held = false
  let lateMs = 0
  let waiting: (() => void)[] = []
  const sockets = new Set<Socket>()
  function pass(from: Socket, into: Socket): void {
    const forward = (work: () => void) => {
      const whenLate = () => { if (lateMs > 0) setTimeout(work, lateMs); else work() }
      if (held) waiting.push(whenLate)
      else whenLate()
    }
    from.on('data', chunk => forward(() => into.write(chunk)))
    from.on('close', () => forward(() => into.destroy()))
    from.on('error', () => undefined)
  }
  const server = createServer(near => {
    const far = connect(to, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    hold() { held = true },
    slow(ms) { lateMs = ms },
    goOn() {
      held = false
      lateMs = 0
      const all = waiting
      waiting = []
      for (const work of all) work()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
