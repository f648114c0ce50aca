/**
 * What the instances of one service tell each other while they run: who takes a conversation's turn, what is new, who
 * is there, how much came in. Nothing that the records could not give again: losing all of it costs a moment.
 */
export type Coordination = {
  kind: 'in-process' | 'redis'
  leases: Leases
  topics: Topics
  presence: Presence
  limits: Limits
  cache: Cache
  /** `away` while Redis cannot be reached: leases, limits, presence and cache are then this instance's own, and topics reach only it. */
  state(): 'up' | 'away'
  /** Gives back what is held and ends. */
  close(): Promise<void>
}

/** The right to do something alone, for as long as it is kept alive. */
export type Lease = {
  /**
   * Higher than any token given for this before. A holder that stalls may lose its lease without knowing: what it writes
   * carries the token, and whoever keeps the records refuses a token older than one that wrote already.
   */
  token: number
  /** False once it is known to be lost. */
  held(): boolean
  release(): Promise<void>
}

export type Leases = {
  /** The lease under this key with a token above `above`, or undefined while somebody has it. Kept alive until released. */
  take(key: string, above: number): Promise<Lease | undefined>
}

export type Topics = {
  /** Tells every subscriber of the topic, on every instance; at most once, and not what was told before they subscribed. */
  publish(topic: string, message: string): void
  /** `missed` is called when messages may have been lost: look the state up again. Gives what ends the subscription. */
  subscribe(topic: string, listener: (message: string) => void, missed?: () => void): () => void
}

export type Presence = {
  /** This member of the group is there, for `forMs` from now unless said again. */
  seen(group: string, member: string, forMs: number): Promise<void>
  gone(group: string, member: string): Promise<void>
  members(group: string): Promise<string[]>
}

/** At most `perSecond` on average, and at most `burst` at once. */
export type Limit = { key: string; perSecond: number; burst: number }
export type Exceeded = { key: string; retryAfterMs: number }

export type Limits = {
  /** Counts one under each of the limits, or under none: then it gives the one that is exceeded for longest. */
  take(limits: readonly Limit[]): Promise<Exceeded | undefined>
}

/** Small values that can be got anew, such as a channel's access token. */
export type Cache = {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string, forMs: number): Promise<void>
  forget(key: string): Promise<void>
}
