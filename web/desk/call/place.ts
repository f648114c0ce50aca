/** Below this address the page is at the member's practice room. */
const roomPath = '/desk/practice/room'

/**
 * Whether this page practises with simulated customers. It is decided by the address it was loaded from and stays so until another is
 * loaded: no page is ever at both desks (docs/decisions/practice-is-a-desk-of-its-own.md).
 */
export const practising = location.pathname === roomPath || location.pathname.startsWith(`${roomPath}/`)

/** Below which address the desk's pages are. */
export const pagesBase = practising ? roomPath : '/desk'

/** What is the service's own, wherever the page is: who is signed in, who the colleagues are, and the practice itself. */
const shared = /^\/api\/desk\/(session|account|staff|invite|institution|practice)(\/|$)/

/** The colleague's practice room that is being watched; `undefined` on every other page. */
const watchedRoom = (): string | undefined => /^\/desk\/practice\/rooms\/([\w-]+)$/.exec(location.pathname)?.[1]

/** The address of an operation of the API where this page is. */
export function placed(path: string): string {
  const room = watchedRoom()
  return room !== undefined && path.startsWith('/api/desk/handovers/') ? path.replace('/api/desk/', `/api/desk/practice/rooms/${room}/`) : ofThisDesk(path)
}

const ofThisDesk = (path: string): string => practising && !shared.test(path) ? path.replace(/^\/api\/desk\//, '/api/desk/practice/room/') : path
