/**
 * A pure function that remembers what it gave for the last `most` keys: the same reviewed answer is read for one customer
 * after another. What is given is shared: nobody may change it.
 */
export function remembered<Arguments extends unknown[], Value>(give: (...given: Arguments) => Value, keyOf: (...given: Arguments) => string, most = 1_000): (...given: Arguments) => Value {
  const kept = new Map<string, Value>()
  return (...given) => {
    const key = keyOf(...given)
    const known = kept.get(key)
    if (known !== undefined) return known
    const value = give(...given)
    // Long texts are rare and would fill the memory.
    if (key.length > longest) return value
    if (kept.size >= most) kept.clear()
    kept.set(key, value)
    return value
  }
}

const longest = 4_000
