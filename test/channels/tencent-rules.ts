/** Which messages WeChat and WeCom let through: none, unless the customer wrote less than 48 hours ago, and five for each message of theirs. */
export function tencentSides() {
  const customers = new Map<string, { left: number; until: number }>()
  const codes = new Map<string, string>()
  let enforced = false
  let now = Date.now()
  return {
    /** From here on the rules hold; before, everything is let through. */
    enforce: () => { enforced = true },
    pass: (ms: number) => { now += ms },
    wrote: (customer: string, left = 5) => void customers.set(customer, { left, until: now + 48 * 3_600_000 }),
    entered: (code: string, customer: string) => void codes.set(code, customer),
    welcome(code: string): string | undefined {
      const customer = codes.get(code)
      codes.delete(code)
      if (customer !== undefined && enforced) customers.set(customer, { left: 1, until: now + 20_000 })
      return customer
    },
    /** The code of the refusal; undefined where it is let through. */
    sent(customer: string): number | undefined {
      if (!enforced) return undefined
      const state = customers.get(customer)
      if (!state || state.until < now) return 45015
      if (state.left === 0) return 45047
      state.left -= 1
      return undefined
    },
  }
}
