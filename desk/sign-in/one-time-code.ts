import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** What every authenticator app takes: SHA-1, six digits, half a minute (RFC 6238). */
const form = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** A phone's clock may be a little off: the codes just before and after count, too. */
const window = 1

/** A new secret of 160 bits, in base32. */
export const newSecret = () => new Secret({ size: 20 }).base32

const totpOf = (secret: string, label = '') => new TOTP({ ...form, issuer: 'Shouwen', label, secret: Secret.fromBase32(secret) })

/** The address by which an authenticator app takes the secret in, mostly as a QR code. */
export const enrolmentUri = (secret: string, email: string) => totpOf(secret, email).toString()

/** The time step whose code this is; undefined where it is none of now. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime()
  const off = totpOf(secret).validate({ token: code, timestamp, window })
  return off === null ? undefined : Math.floor(timestamp / (form.period * 1000)) + off
}

/** Without letters and digits that look alike. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const recoveryCodes = 10
const recoveryForm = /^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){3}$/

/** Codes of 80 bits, each for one sign-in without the device. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodes }, () => [...randomBytes(16)].map(byte => alphabet[byte % alphabet.length]).join('').replaceAll(/(.{4})(?=.)/g, '$1-'))
}

/** A recovery code as it was given out, however it was typed; undefined where it cannot be one. */
export function asRecoveryCode(typed: string): string | undefined {
  const plain = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '').replaceAll(/(.{4})(?=.)/g, '$1-')
  return recoveryForm.test(plain) ? plain : undefined
}

/** Six digits, however they were typed; undefined where it cannot be a code of an app. */
export function asCode(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replaceAll(/\s/g, '')
  return /^\d{6}$/.test(plain) ? plain : undefined
}
