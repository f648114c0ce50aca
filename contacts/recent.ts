/** What was set last under each key; beyond `most` keys the one set longest ago is forgotten. */
export type Recent<K, V> = { get(key: K): V | undefined; set(key: K, value: V): void; delete(key: K): void }

export function createRecent<K, V>(most: number): Recent<K, V> {
  const kept = new Map<K, V>()
  return {
    get: key => kept.get(key),
    delete: key => { kept.delete(key) },
    set(key, value) {
      kept.delete(key)
      kept.set(key, value)
      if (kept.size <= most) return
      const oldest = kept.keys().next()
      if (!oldest.done) kept.delete(oldest.value)
    },
  }
}
