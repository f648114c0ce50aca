/** What was set last under each key; beyond `most` keys the one set longest ago is forgotten. */
export type Recent<K, V> = { get(key: K): V | undefined; set(key: K, value: V): void }

export function createRecent<K, V>(most: number): Recent<K, V> {
  const kept = new Map<K, V>()
  return {
    get: key => kept.get(key),
    set(key, value) {
      kept.delete(key)
      kept.set(key, value)
      if (kept.size <= most) return
      const oldest = kept.keys().next()
      if (!oldest.done) kept.delete(oldest.value)
    },
  }
}
