/** From 32-bit feature hashes to column numbers: open addressing in two typed arrays, a tenth of a Map's memory. */
export class HashTable {
  readonly size: number
  readonly #mask: number
  readonly #keys: Int32Array
  readonly #columns: Int32Array

  /** Column `i` belongs to the `i`th hash. */
  constructor(hashes: Int32Array) {
    this.size = hashes.length
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(8, hashes.length * 1.6)))
    this.#mask = capacity - 1
    this.#keys = new Int32Array(capacity)
    this.#columns = new Int32Array(capacity).fill(-1)
    for (let column = 0; column < hashes.length; column++) {
      let slot = hashes[column]! & this.#mask
      while (this.#columns[slot]! >= 0) slot = (slot + 1) & this.#mask
      this.#keys[slot] = hashes[column]!
      this.#columns[slot] = column
    }
  }

  /** The column of a hash, or −1. */
  columnOf(hash: number): number {
    let slot = hash & this.#mask
    for (;;) {
      const column = this.#columns[slot]!
      if (column < 0 || this.#keys[slot] === hash) return column
      slot = (slot + 1) & this.#mask
    }
  }

  /** The hashes in the order of their columns. */
  hashes(): Int32Array {
    const hashes = new Int32Array(this.size)
    for (let slot = 0; slot < this.#columns.length; slot++) if (this.#columns[slot]! >= 0) hashes[this.#columns[slot]!] = this.#keys[slot]!
    return hashes
  }
}
