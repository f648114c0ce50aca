import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './process.ts'

/** A network between client and service that can be cut: `cut` ends what is open, `unplug` lets nothing through until `plug`. */
export async function startCable(port: number) {
  const open = new Set<Socket>()
  let plugged = true
  const server = createServer(near => {
    if (!plugged) return void near.destroy()
    const far = connect(port, '127.0.0.1')
    for (const [from, to] of [[near, far], [far, near]] as const) {
      open.add(from)
      from.on('error', () => to.destroy()).on('close', () => to.destroy())
      from.pipe(to)
    }
  })
  const cable = await freePort()
  await new Promise<void>(resolve => server.listen(cable, '127.0.0.1', resolve))
  function cut(): void {
    for (const socket of open) socket.destroy()
    open.clear()
  }
  return {
    url: `http://127.0.0.1:${cable}`, cut,
    unplug() {
      plugged = false
      cut()
    },
    plug() { plugged = true },
    stop() {
      server.close()
      cut()
    },
  }
}
