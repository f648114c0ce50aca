import { parseArgs } from 'node:util'
import { ChannelSettingsError } from '../channels/channel.ts'
import { channelKinds } from '../channels/known.ts'
import { NotTakenError } from '../contacts/outbox.ts'
import { openCoordination } from '../store/index.ts'

/** `npm run channel -- check NAME`: tries a channel's settings at its provider, without a running service and without sending anything. */
const names = channelKinds.map(kind => kind.name)
const usage = `Usage:
  npm run channel -- list
  npm run channel -- check ${names.join('|')}`

class UsageError extends Error {}

function configured(name: string) {
  const kind = channelKinds.find(each => each.name === name)
  if (!kind) throw new UsageError(`There is no channel "${name}"`)
  const channel = kind.configure(process.env)
  if (!channel) throw new ChannelSettingsError(`${kind.settings[0]} is not set: docs/channels/ says how to set ${name} up`)
  return channel
}

const unused = () => Promise.reject(new Error('Nothing is taken or sent by a check'))

async function check(name: string): Promise<string> {
  const log = { info: () => undefined, warn: console.error, error: console.error }
  const coordination = openCoordination({ instance: 'check', log })
  const channel = configured(name).open({
    publicUrl: process.env['PUBLIC_URL']?.trim().replace(/\/+$/, '') || undefined, clock: { now: () => new Date() }, log, cache: coordination.cache, leases: coordination.leases,
    take: unused, ask: unused, inParts: unused, report: unused, note: unused, sealed: () => null, kept: { get: unused, set: unused },
    people: { serve: () => false, have: unused, done: unused },
  })
  try {
    return await channel.check()
  } catch (error) {
    if (!(error instanceof NotTakenError)) throw error
    throw new Error(`The provider does not answer at ${channelKinds.find(kind => kind.name === name)?.settings.find(setting => setting.endsWith('_API_URL')) ?? 'its address'}`, { cause: error })
  } finally {
    await coordination.close()
  }
}

const list = () => channelKinds.map(kind => {
  try {
    return `${kind.name}\t${kind.configure(process.env) ? 'set up' : 'not set up'}`
  } catch (error) {
    return `${kind.name}\t${error instanceof Error ? error.message : 'not set up'}`
  }
}).join('\n')

try {
  const { positionals: [command, name, more] } = parseArgs({ allowPositionals: true })
  if (command === 'list' && name === undefined) console.log(list())
  else if (command === 'check' && name !== undefined && more === undefined) console.log(await check(name))
  else throw new UsageError('Say what to check')
  process.exit(0)
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  console.error(isUsage ? `${error.message}\n${usage}` : error instanceof Error ? error.message : String(error))
  process.exit(isUsage ? 2 : 1)
}
