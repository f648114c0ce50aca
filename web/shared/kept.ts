/** What a page remembers in this browser. A frame on another site may have no storage; then it lasts as long as the page. */
const memory = new Map<string, string>()

export const kept = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key)
    } catch {
      return memory.get(key) ?? null
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value)
    } catch {
      memory.set(key, value)
    }
  },
  remove(key: string): void {
    try {
      localStorage.removeItem(key)
    } catch {
      memory.delete(key)
    }
  },
}
