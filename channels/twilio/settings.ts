import { z } from 'zod'
import { locales } from '../../knowledge/outgoing.ts'
import { apiUrl, setting } from '../channel.ts'

/** The account and number that SMS and telephone share. */
export const twilioSettings = z.object({
  TWILIO_ACCOUNT_SID: setting(/^[\w-]{8,64}$/, 'the account SID, such as AC1234567890abcdef1234567890abcdef'),
  TWILIO_AUTH_TOKEN: setting(/^\S{16,128}$/, 'the auth token of the account'),
  TWILIO_NUMBER: setting(/^\+\d{6,15}$/, 'the number in international form, such as +862150000000'),
  TWILIO_API_URL: apiUrl('https://api.twilio.com'),
  TWILIO_AGENT_NUMBER: setting(/^\+\d{6,15}$/, 'the number of the agents in international form').optional(),
  TWILIO_LOCALE: z.enum(locales, { error: `must be one of ${locales.join(', ')}` }).default('zh-Hans'),
  TWILIO_HANT_VOICE: z.enum(['zh-HK', 'zh-TW'], { error: 'must be zh-HK (Cantonese) or zh-TW (Mandarin)' }).default('zh-HK'),
})
export type TwilioSettings = z.infer<typeof twilioSettings>

export const twilioRequired = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_NUMBER'] as const

/** The provider signs the address that it was given: we must know it. */
export function withoutPublicUrl(_settings: TwilioSettings, env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env['PUBLIC_URL']?.trim() ? undefined : 'PUBLIC_URL must be set with TWILIO_ACCOUNT_SID: the provider signs the address that it calls'
}

/** Why the provider refuses the account's credentials, for who sets them. */
export function whyRefused(status: number, code: number): string {
  if (status === 401 || code === 20003) return 'TWILIO_AUTH_TOKEN is not the auth token of TWILIO_ACCOUNT_SID'
  if (status === 404) return 'TWILIO_ACCOUNT_SID is not known to the provider'
  return `The provider refuses: HTTP ${status}, error ${code}`
}
