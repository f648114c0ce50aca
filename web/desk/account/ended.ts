/** That a session has ended which nobody had signed out of is said at the sign-in, until somebody signs in. */
const key = 'shouwen.ended'

export const noteEnded = (): void => sessionStorage.setItem(key, 'true')
export const hasEnded = (): boolean => sessionStorage.getItem(key) !== null
export const forgetEnded = (): void => sessionStorage.removeItem(key)
