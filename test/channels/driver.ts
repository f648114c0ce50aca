/** A request to the service, as the provider sends it: to a path below its address. */
export type Sent = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body: Buffer }

/** What the customer's client shows of one message of the bot's. */
export type Shown = { text: string; choices: { title: string; name: string }[] }

export type FileSent = { name: string; contentType: string; bytes: Buffer }

/** How the provider answers the next messages that it is given. `never`: as where no repetition helps. `breaks`: its connection ends without an answer. */
export type Failure = { times: number; as: { status: number; retryAfterSeconds?: number } | 'never' | 'breaks' }

/** The provider's side, running. */
export type Provider = {
  /** The service's settings for it. */
  env: Record<string, string>
  /** Sends a request to the service as the provider does, and takes what it answers (a reply can be in it). Gives the status; 0 where the connection broke. */
  send(serviceUrl: string, request: Sent): Promise<number>
  /** A customer's words, a file of theirs with a caption where there can be one, and a tap on an answer; `id` tells two apart, the same id is the same message. */
  says(customer: number, id: number, text: string): Sent
  sends(customer: number, id: number, file: FileSent): Sent
  taps?(customer: number, id: number, shown: Shown, index: number): Sent
  /** What the customer was shown, in order. */
  shown(customer: number): Shown[]
  fails(how: Failure): void
  /** Bodies that the provider could send, of every kind, and a request with any body, rightly signed. */
  bodies(customer: number): Buffer[]
  signed(body: Buffer): Sent
  close(): Promise<void>
}

/** What a channel brings to the suite that all channels pass. */
export type Driver = {
  name: string
  start(): Promise<Provider>
  /** Ways to forge a request, by what is wrong with it. */
  forged: Readonly<Record<string, (request: Sent) => Sent>>
  /** A request whose signature is right and too old, where the signature tells its age. */
  stale?(request: Sent): Sent
  /** The statuses that the provider expects: taken; of a forged one; where a body says nothing that is understood; where it is too big. */
  statuses: { taken: readonly number[]; refused: readonly number[]; malformed: readonly number[]; oversize: readonly number[] }
  /** More than the service reads of a body. */
  tooMuch: number
  /** False where an agent speaks with the customer on another line. */
  handsOver: boolean
  /** It is heard, not read, and each word of the customer's is answered with its own request: no files, no source after an answer, nothing to repeat. */
  spoken?: true
}

/** Sends a request and gives status and body; 0 where the connection broke, which it may where the service does not read on. */
export async function sendRequest(serviceUrl: string, { method, path, headers, body }: Sent): Promise<{ status: number; body: Buffer }> {
  try {
    const response = await fetch(serviceUrl + path, { method, headers, ...(method === 'POST' ? { body: new Uint8Array(body) } : {}), signal: AbortSignal.timeout(30_000) })
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) }
  } catch {
    return { status: 0, body: Buffer.alloc(0) }
  }
}
