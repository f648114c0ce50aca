let signingOut = false

/** The member signs out here: the page goes on by itself then, and nothing else is to reload it meanwhile. */
export function beginSigningOut(): void {
  signingOut = true
}
export const isSigningOut = (): boolean => signingOut

/** Leaves the page of who has signed out: for the institution, where they are to be signed out, too. */
export function leave(goOn: string | null | undefined): void {
  if (typeof goOn === 'string') location.assign(goOn)
  else location.reload()
}
