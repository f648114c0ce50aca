import { customersOfPerson } from '../customers/persons.ts'
import type { Locale } from '../../knowledge/outgoing.ts'
import type { Store } from '../../store/index.ts'
import type { Attachments } from '../attachments.ts'
import { type Addresses, isSealedAddress } from '../channels/addresses.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import { inboundSchema } from '../types.ts'
import { archiveOf, type ArchiveFile, harmlessName } from './archive.ts'
import { filesOf, type OpenedEntry, openedEntries } from './opened.ts'
import { pageOf, readableTime, type Section } from './page.ts'

export type CustomerCopyDeps = { store: Store; seal: CustomerSeal; addresses: Pick<Addresses, 'open'>; files: Pick<Attachments, 'contentOf'>; clock: { now(): Date } }

/** There is nobody of whom a copy could be made; the message says why. */
export class NoCustomerError extends Error {
  override readonly name = 'NoCustomerError'
}

const words: Record<Locale, Record<'title' | 'intro' | 'who' | 'channel' | 'name' | 'since' | 'purpose' | 'given' | 'yes' | 'no' | 'source' | 'at' | 'identities' | 'consents' | 'messages' | 'time' | 'text' | 'files' | 'enquiries' | 'topic' | 'opened' | 'closed' | 'outcome' | 'cases' | 'number' | 'kind' | 'content' | 'you' | 'bot' | 'agent', string>> = {
  'zh-Hans': {
    title: '您的个人信息副本', intro: '以下是本机构客服系统保存的、与您有关的全部内容。同一压缩包中的 customer.json 为机器可读格式，files 文件夹中是您发送过的文件。时间为中国标准时间。', who: '谁', channel: '渠道', name: '在该渠道的标识', since: '起始时间',
    purpose: '用途', given: '是否同意', yes: '同意', no: '不同意', source: '来源', at: '时间', identities: '您的身份', consents: '您的授权', messages: '对话记录', time: '时间', text: '内容', files: '文件', enquiries: '咨询事项', topic: '主题', opened: '受理时间', closed: '办结时间', outcome: '结果',
    cases: '投诉', number: '编号', kind: '类别', content: '内容', you: '您', bot: '智能客服', agent: '人工客服',
  },
  'zh-Hant': {
    title: '您的個人資料副本', intro: '以下是本機構客服系統保存的、與您有關的全部內容。同一壓縮檔中的 customer.json 為機器可讀格式，files 資料夾中是您傳送過的檔案。時間為中國標準時間。', who: '誰', channel: '渠道', name: '在該渠道的識別', since: '起始時間',
    purpose: '用途', given: '是否同意', yes: '同意', no: '不同意', source: '來源', at: '時間', identities: '您的身分', consents: '您的授權', messages: '對話記錄', time: '時間', text: '內容', files: '檔案', enquiries: '查詢事項', topic: '主題', opened: '受理時間', closed: '辦結時間', outcome: '結果',
    cases: '投訴', number: '編號', kind: '類別', content: '內容', you: '您', bot: '智能客服', agent: '人工客服',
  },
  en: {
    title: 'A copy of your data', intro: 'This is all that this institution\'s customer service keeps about you. customer.json in the same archive is for machines; the files that you sent are in the folder files. Times are China Standard Time.', who: 'Who', channel: 'Channel', name: 'Your name there', since: 'Since',
    purpose: 'Purpose', given: 'Agreed', yes: 'yes', no: 'no', source: 'Where', at: 'When', identities: 'Who you are', consents: 'What you agreed to', messages: 'What was said', time: 'Time', text: 'Text', files: 'Files', enquiries: 'Your enquiries', topic: 'Topic', opened: 'Opened', closed: 'Closed', outcome: 'Outcome',
    cases: 'Complaints', number: 'Number', kind: 'Kind', content: 'Content', you: 'You', bot: 'Assistant', agent: 'Staff',
  },
}

/** What was said in an entry, as the customer read or wrote it. */
export function textOf({ content, masked }: Pick<OpenedEntry, 'content' | 'masked'>): string {
  return typeof content === 'object' && content !== null && 'text' in content && typeof content.text === 'string' ? content.text : masked
}

/** The customers' known facts beside the log. */
async function factsAbout({ store, seal, addresses }: CustomerCopyDeps, customers: readonly string[]) {
  const { db } = store
  /** How a channel reaches them; some keep it sealed. */
  async function opened(reference: string | null): Promise<unknown> {
    const parsed: unknown = reference === null ? null : JSON.parse(reference)
    return isSealedAddress(parsed) ? addresses.open(parsed) : parsed
  }
  const of = (table: 'identities' | 'consents' | 'conversations' | 'enquiries' | 'cases') => db.selectFrom(table).where('customer_id', 'in', customers)
  const [about, identities, consents, conversations, enquiries, cases] = await Promise.all([
    db.selectFrom('customers').select(['id', 'created_at as since']).where('id', 'in', customers).execute(),
    of('identities').select(['channel', 'channel_user as name', 'verified', 'customer_id as customer']).execute(),
    db.selectFrom('consents').selectAll().where('customer_id', 'in', customers).execute(),
    db.selectFrom('conversations').select(['id', 'channel', 'external_id as externalId', 'locale', 'reference', 'customer_id as customer', 'dialog_state']).where('customer_id', 'in', customers).execute(),
    db.selectFrom('enquiries').select(['id', 'topic', 'kind', 'status', 'opened_at as openedAt', 'closed_at as closedAt', 'outcome', 'customer_id as customer']).where('customer_id', 'in', customers).orderBy('opened_at').execute(),
    db.selectFrom('cases').select(['number', 'kind', 'status', 'opened_at as openedAt', 'sealed', 'customer_id as customer']).where('customer_id', 'in', customers).orderBy('opened_at').execute(),
  ])
  return {
    about, identities: identities.map(each => ({ ...each, verified: each.verified === 1 })), consents: consents.map(({ customer_id: customer, given, ...rest }) => ({ ...rest, customer, given: given === 1 })), enquiries,
    conversations: await Promise.all(conversations.map(async ({ dialog_state, reference, ...rest }) => ({ ...rest, reference: await opened(reference), state: dialog_state === null ? null : await seal.unseal(rest.customer, dialog_state) }))),
    cases: await Promise.all(cases.map(async ({ sealed, ...rest }) => ({ ...rest, content: sealed === '' ? null : await seal.unseal(rest.customer, sealed) }))),
  }
}

function sectionsOf(facts: Awaited<ReturnType<typeof factsAbout>>, entries: readonly OpenedEntry[], kept: ReadonlyMap<string, string>, locale: Locale): Section[] {
  const say = words[locale]
  const who = (actor: string) => actor === 'customer' ? say.you : actor.startsWith('agent:') ? say.agent : say.bot
  const said = entries.filter(entry => entry.place !== null && entry.kind.endsWith('.message'))
  const all = [
    { heading: say.identities, columns: [say.channel, say.name], lines: facts.identities.map(each => [each.channel, each.name]) },
    { heading: say.consents, columns: [say.purpose, say.given, say.source, say.at], lines: facts.consents.map(each => [each.purpose, each.given ? say.yes : say.no, each.source, readableTime(each.at)]) },
    { heading: say.enquiries, columns: [say.topic, say.opened, say.closed, say.outcome], lines: facts.enquiries.map(each => [each.topic ?? '', readableTime(each.openedAt), each.closedAt === null ? '' : readableTime(each.closedAt), each.outcome ?? '']) },
    { heading: say.cases, columns: [say.number, say.kind, say.opened, say.content], lines: facts.cases.map(each => [each.number, each.kind, readableTime(each.openedAt), each.content === null ? '' : JSON.stringify(each.content, undefined, 1)]) },
    { heading: say.messages, columns: [say.time, say.who, say.text, say.files], lines: said.map(entry => [readableTime(entry.at), who(entry.actor), textOf(entry), filesOf(entry).map(({ file }) => kept.get(file.id) ?? '').join('\n')]) },
  ]
  return all.filter(({ lines }) => lines.length > 0)
}

/** An entry without what only the service needs of it: keys of files open nothing for the customer. */
function forCustomer({ content, ...entry }: OpenedEntry): Record<string, unknown> {
  const parsed = entry.kind === 'customer.message' ? inboundSchema.safeParse(content) : undefined
  if (!parsed?.success) return { ...entry, content }
  return { ...entry, content: { ...parsed.data, attachments: parsed.data.attachments.map(({ file, ...rest }) => ({ ...rest, ...(file ? { bytes: file.bytes } : {}) })) } }
}

/** A ZIP with all that is kept about a person, opened: for them to read and for machines (M3.1a). Throws NoCustomerError. */
export async function copyForCustomer(deps: CustomerCopyDeps, customer: string, locale: Locale): Promise<{ archive: Buffer; customers: string[]; entries: number }> {
  const customers = await customersOfPerson(deps.store.db, customer)
  if (customers.length === 0) throw new NoCustomerError('There is no such customer')
  const alive = await deps.store.db.selectFrom('customers').select('id').where('id', 'in', customers).where('wrapped_key', '<>', '').execute()
  if (alive.length === 0) throw new NoCustomerError('The customer was erased; nothing can be read any more')
  const at = deps.clock.now()
  const entries = await openedEntries(deps.store, deps.seal, customers)
  const facts = await factsAbout(deps, customers)
  const kept = new Map<string, string>()
  const files: ArchiveFile[] = []
  for (const { file, name } of entries.flatMap(filesOf)) {
    const path = `files/${files.length + 1}-${harmlessName(name)}`
    kept.set(file.id, path)
    files.push({ path, content: await deps.files.contentOf(file) })
  }
  const { title, intro } = words[locale]
  const json = { format: 'shouwen-customer-1', at: at.toISOString(), ...facts, entries: entries.map(forCustomer), files: files.map(({ path }) => path) }
  return {
    archive: archiveOf([
      { path: 'customer.html', content: pageOf({ title, locale, intro: [intro], sections: sectionsOf(facts, entries, kept, locale) }) },
      { path: 'customer.json', content: `${JSON.stringify(json, undefined, 2)}\n` },
      ...files,
    ], at),
    customers, entries: entries.length,
  }
}
