import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) => error ? reject(error) : resolve(key)))
}

/** A password as it is stored: scrypt with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString('base64')}:${(await derive(password, salt)).toString('base64')}`
}

/** Whether the password is the stored one; takes as long for a wrong one. */
export async function passwordHolds(password: string, stored: string): Promise<boolean> {
  const [salt = '', key = ''] = stored.split(':')
  const kept = Buffer.from(key, 'base64')
  const given = await derive(password, Buffer.from(salt, 'base64'))
  return kept.length === given.length && timingSafeEqual(kept, given)
}
