import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import restify from 'restify'
import { mountBotFramework } from '../channels/bot-framework/endpoint.ts'
import { mountDirectLine } from '../channels/direct-line/endpoint.ts'
import { createAttachments } from '../contacts/attachments.ts'
import { reasonOf } from '../contacts/away.ts'
import { loadCaseRules } from '../contacts/cases/rules.ts'
import { forgetOldCases } from '../contacts/cases/forgetting.ts'
import { createCalendar } from '../contacts/clocks/calendar-in-force.ts'
import { createReminding } from '../contacts/clocks/reminding.ts'
import { createContacts } from '../contacts/contacts.ts'
import { createCustomerSeal } from '../contacts/customer-seal.ts'
import { createReceiptNotes } from '../contacts/conversation/receipts.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import { hideLinkCodes } from '../contacts/customers/link-code.ts'
import { closeSilent } from '../contacts/enquiries/silence.ts'
import { createHanding } from '../contacts/handing.ts'
import { createHandovers } from '../contacts/handovers.ts'
import { createCheckpoints } from '../contacts/proof/checkpoints.ts'
import { openLogKey } from '../contacts/proof/log-key.ts'
import { opensRecords } from '../contacts/proof/readable.ts'
import { addressWitness, folderWitness } from '../contacts/proof/witness.ts'
import { createRecent } from '../contacts/recent.ts'
import { createSealing } from '../contacts/sealing.ts'
import { createTyping } from '../contacts/typing.ts'
import { createDuty } from '../desk/duty.ts'
import { createKeptRosters } from '../desk/duty-kept.ts'
import { createQualifications } from '../desk/qualifications.ts'
import { createWarning } from '../desk/qualifications/warning.ts'
import { loadQualificationRules } from '../desk/qualifications/rules.ts'
import { createRegister } from '../desk/register.ts'
import { createSessions } from '../desk/sessions.ts'
import { embedderIdOf } from '../nlp/embedding/embedder.ts'
import { maskPersonalData } from '../nlp/entities/personal.ts'
import { openCoordination, openStore, storeBytes, takeAlone } from '../store/index.ts'
import { buildPages } from '../web/build.ts'
import { createPages } from '../web/serve.ts'
import { type Config, ConfigError, isLoopback, mayWrite, routingRulesOf } from './config.ts'
import { articlePath, mountArticlePage } from './article-page.ts'
import { createChannelForm } from './channel-form.ts'
import { startChannels } from './channels.ts'
import { createAdmission } from './admission.ts'
import { createLinkTries, mountSignIn } from './links.ts'
import { createContent } from './content.ts'
import { languageTold } from '../dialogs/agent-language.ts'
import { createDeciding } from './deciding.ts'
import { createDelivery } from './delivery.ts'
import { startDesk } from './desk.ts'
import { createHealth, mountHealth } from './health.ts'
import { healthParts } from './health-parts.ts'
import { answerErrors } from './http-errors.ts'
import { limitHttp, mostArriving, refuseUnreadable, watchConnections } from './http-server.ts'
import { startJobs } from './jobs.ts'
import { clockJobs } from './jobs-clocks.ts'
import { followUpJobs } from './jobs-follow-ups.ts'
import { createLog, withLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { mountMetrics } from './metrics-endpoint.ts'
import { keepReceipts, toldOf } from './receipts.ts'
import { createObserved } from './observed.ts'
import { createPeople } from './people.ts'
import { createReadings } from './readings.ts'
import type { OnStep } from './steps.ts'
import { createStopping } from './stopping.ts'
import { noTracing, startTracing } from './tracing.ts'
import { createTurn } from './turn.ts'

const root = join(import.meta.dirname, '..')

export type Service = { url: string; inviteToken: string | undefined; stop(): Promise<void>; verify(): ReturnType<ReturnType<typeof createContacts>['verify']> }

/** How long requests under way have for their end when the service stops. */
const requestsEndWithinMs = 8_000
/** How often an instance looks for customers whom another process has erased. */
const forgetEveryMs = 5_000
/** How often an instance looks for messages that nobody takes up. */
const sweepEveryMs = 1_000

/**
 * Where trained models are kept: beside the service, whose installation brings the one of the shipped content; in the data folder where nothing may
 * be written there, as in a container, and the content is the institution's own.
 */
function modelFolder({ KNOWLEDGE_DIR, EMBEDDING_DIR, DATA_DIR }: Config): string {
  const beside = join(root, 'dist')
  return (KNOWLEDGE_DIR ?? EMBEDDING_DIR) === undefined || mayWrite(beside) ? beside : join(DATA_DIR, 'models')
}

/** Wires the rooms together and listens. Resolves when ready. `onStep` follows a message on its way. */
export async function startService(config: Config, { onStep }: { onStep?: OnStep } = {}): Promise<Service> {
  const log = createLog(config.LOG_LEVEL, maskPersonalData)
  const shift = config.CLOCK_START ? Date.parse(config.CLOCK_START) - Date.now() : 0
  const clock = { now: () => new Date(Date.now() + shift) }
  const embedding = config.EMBEDDING_DIR ? { dir: config.EMBEDDING_DIR, id: await embedderIdOf(config.EMBEDDING_DIR) } : undefined
  const content = await createContent({ embedding, knowledgeDir: config.KNOWLEDGE_DIR ?? join(root, 'knowledge'), cacheDir: modelFolder(config), clock, log })
  // SQLite serves one process; instances that share a PostgreSQL share a REDIS_URL too.
  const alone = config.DATABASE_URL ? undefined : takeAlone(config.DATA_DIR)
  const instance = randomUUID()
  const metrics = createMetrics()
  const tracing = config.OTEL_EXPORTER_OTLP_ENDPOINT ? await startTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT, instance) : noTracing
  const observed = createObserved({ metrics, tracing })
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL, onCommit: metrics.committed })
  const sealing = createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO)
  if (!await opensRecords({ store, sealing })) {
    await store.close()
    alone?.letGo()
    throw new ConfigError('MASTER_KEY is not the one under which the records were sealed: nothing that customers said could be read, and what they say from now on not under the right one. Put the right one back (the setting, or master.key in DATA_DIR)')
  }
  alone?.opened()
  const register = createRegister({ store, clock })
  const inviteToken = await register.ensureAdministrator()
  const qualifications = createQualifications({ store, rules: loadQualificationRules(config.QUALIFICATION_RULES ?? join(config.DATA_DIR, 'qualifications.yaml')) })
  const coordination = openCoordination({ redisUrl: config.REDIS_URL, instance, log })
  const live = coordination.topics
  const handing = createHanding()
  const sessions = createSessions({ store, clock, awaySeconds: config.AGENT_AWAY_SECONDS, onEnded: (tokenHash, why) => live.publish(`desk:ended:${tokenHash}`, why) })
  const rosters = createKeptRosters({ store, clock })
  const duty = await createDuty({ path: config.DUTY_ROSTER ?? join(config.DATA_DIR, 'duty.yaml'), kept: rosters.latest, active: register.active, clock, log })
  const mask = (text: string) => hideLinkCodes(maskPersonalData(text))
  const contactsDeps: ContactsDeps = {
    store, clock, sealing, mask, dutyOwner: (at, topic) => duty.ownerFor(new Date(at), topic),
    onLogged: (conversation, logged = []) => {
      handing.hand(conversation, logged)
      live.publish(`conversation:${conversation}`, String(logged.at(-1)?.sequence ?? ''))
    },
    onQueue: () => live.publish('desk', 'queue'), reopenDays: config.ENQUIRY_REOPEN_DAYS,
  }
  const calendar = createCalendar({ folder: join(config.DATA_DIR, 'calendar'), log })
  const rules = loadCaseRules(config.COMPLAINT_RULES ?? join(config.DATA_DIR, 'complaints.yaml'))
  const complaintSettings = { rules, calendar, answerDays: config.ENQUIRY_ANSWER_DAYS }
  const contacts = observed.contacts(createContacts(contactsDeps, complaintSettings))
  const { clocks } = contacts.complaints
  const handovers = observed.handovers(createHandovers(contactsDeps, contacts.enquiries))
  const gate = observed.gate(content.gate)
  let waitEstimate: (ahead: number, topic: string) => Promise<{ from: number; to: number } | undefined> = async () => undefined
  const decide = observed.decide(createDeciding({
    understand: observed.understand(content.understand), content, contacts, handovers, answerDays: config.ENQUIRY_ANSWER_DAYS,
    async attendance(channel) {
      const hours = duty.hours()
      return { present: duty.isOpen() && (channels.hasPeople(channel) || await sessions.attended()), ...(hours === undefined ? {} : { hours }) }
    },
    waitEstimate: (...of) => waitEstimate(...of), longWaitMinutes: config.LONG_WAIT_MINUTES,
    linkOf: createLinkTries(coordination.limits, contacts.links.linkOf),
  }))
  const traces = createRecent<string, Record<string, unknown>>(1000)
  let wakeOutbox: () => void = () => undefined
  const turn = observed.turn(createTurn({
    contacts, gate, decide, languageTold: (inbound, current) => languageTold(inbound, current, content.understand), formFor: createChannelForm({ addressOf: (id, locale) => config.PUBLIC_URL && config.PUBLIC_URL + articlePath(id, locale) }), mask, clock, log, onOutbox: () => wakeOutbox(),
    onTrace: traces.set, leases: coordination.leases, onStep,
    admit: createAdmission({ limits: coordination.limits, rates: { perCustomer: config.RATE_PER_CUSTOMER, perChannel: config.RATE_PER_CHANNEL, total: config.RATE_TOTAL } }),
  }))

  const key = openLogKey(config.DATA_DIR, config.LOG_SIGNING_KEY)
  const checkpoints = createCheckpoints({
    store, clock, log, key, every: { entries: config.LOG_CHECKPOINT_ENTRIES, minutes: config.LOG_CHECKPOINT_MINUTES }, alone: () => coordination.leases.take('log-witness', 0),
    witnesses: [...(config.LOG_WITNESS_DIR ? [folderWitness(config.LOG_WITNESS_DIR)] : []), ...(config.LOG_WITNESS_URL ? [addressWitness(config.LOG_WITNESS_URL, config.LOG_WITNESS_TOKEN)] : [])],
  })

  const server = restify.createServer(withLog({ name: 'shouwen' }, log))
  limitHttp(server.server)
  const connections = watchConnections(server.server, ['/v3/directline/', '/api/desk/events', '/api/desk/practice/room/events'])
  answerErrors(server)
  refuseUnreadable(server)
  let phase: 'starting' | 'running' | 'stopping' = 'starting'
  const health = createHealth(healthParts({ checkStore: store.check, contacts, contentProblems: content.problems, understands: content.understands, coordination, checkpoints, dataDir: config.DATA_DIR, clock }), () => phase)
  mountHealth(server, health)
  const readings = createReadings({ storeBytes: () => storeBytes(store), storeWaiting: store.waiting, contacts, handovers, clocks, checkpoints, coordination, contentProblems: content.problems, health, clock })
  mountMetrics(server, metrics, readings, { token: config.METRICS_TOKEN, publicUrl: config.PUBLIC_URL, isLoopback })
  const botFramework = mountBotFramework(server, {
    appId: config.MICROSOFT_APP_ID, appPassword: config.MICROSOFT_APP_PASSWORD, appType: config.MICROSOFT_APP_TYPE, tenantId: config.MICROSOFT_APP_TENANT_ID,
    openIdMetadata: config.MICROSOFT_APP_OPENID_METADATA, tokenIssuer: config.MICROSOFT_APP_TOKEN_ISSUER, publicUrl: config.PUBLIC_URL,
    transcriptOf: async conversation => (await contacts.since(conversation, 0, 500)).filter(each => each.type === 'message').map(({ id, at, from, maskedText }) => ({ id, at, role: from.role, text: maskedText })),
    hub: { id: config.HANDOFF_HUB, onStatus: (conversation, state) => desk.onHubStatus(conversation, state, `hub:${config.HANDOFF_HUB}`) },
    isLoopback, accept: turn.accept, acceptAndReply: turn.acceptAndReply, traceOf: traces.get, log,
  })
  mountArticlePage(server, { article: content.article, gate, clock })
  const files = createAttachments({ dir: join(config.DATA_DIR, 'attachments'), since: contacts.since })
  const deliveryChanged = (conversation: string) => live.publish(`delivery:${conversation}`, 'changed')
  const channels = startChannels(server, {
    store, sealing: contactsDeps.sealing, clock, contacts, coordination, configured: config.channels, publicUrl: config.PUBLIC_URL,
    accept: turn.accept, acceptAndReply: turn.acceptAndReply, files, gate, people: createPeople({ handovers, serve: duty.isOpen }), onOutbox: () => wakeOutbox(), onReported: deliveryChanged, log,
  })
  let url = config.PUBLIC_URL ?? ''
  mountSignIn(server, { secret: config.DIRECTLINE_SECRET, signedIn: contacts.links.signedIn, log })
  const directLine = mountDirectLine(server, {
    secret: config.DIRECTLINE_SECRET, publicUrl: config.PUBLIC_URL, accept: turn.accept, since: contacts.since,
    files, live, handing, typing: createTyping(live), limits: coordination.limits, clock, receipts: keepReceipts(createReceiptNotes({ store, clock, onChanged: deliveryChanged }), log),
    allowedOrigins: config.ALLOWED_ORIGINS, trustedProxies: config.TRUSTED_PROXIES, newConversationsPerMinute: config.NEW_CONVERSATIONS_PER_MINUTE, log,
  })
  const evidence = { store, clock, key, calendar, files, seal: () => createCustomerSeal(contactsDeps) }
  const desk = startDesk(server, { duty, rosters, contacts, contactsDeps, evidence, handovers, register, qualifications, sessions, gate, content, understand: content.understand, files, coordination, routingRules: routingRulesOf(config), live, config, practice: { content, gate: content.gate, settings: complaintSettings, instance }, publicUrl: () => url, onOutbox: () => wakeOutbox(), onTrace: traces.set, log })
  waitEstimate = desk.waitEstimate
  const pages = createPages(await buildPages(root, message => log.info(message)), join(root, 'node_modules', 'botframework-webchat', 'dist'), { frameAncestors: config.FRAME_ANCESTORS, publicUrl: config.PUBLIC_URL })
  for (const [path, serve] of pages) {
    server.get(path, (req, res, next) => {
      const page = serve({ acceptEncoding: String(req.headers['accept-encoding'] ?? ''), host: req.headers.host ?? '' })
      res.writeHead(page.status, page.headers)
      res.end(page.body)
      next()
    })
  }

  const delivery = createDelivery({
    contacts: { ...contacts, ...toldOf(contacts, deliveryChanged) }, instance, deliver: observed.deliver(item => channels.isOurs(item) ? channels.deliver(item) : botFramework.deliver(item)), reroute: channels.reroute, clock, log, onStep,
  })
  wakeOutbox = delivery.wake
  const sweeping = setInterval(() => void turn.sweep(store.engine === 'postgres').catch((error: unknown) => log.warn({ why: reasonOf(error) }, 'orphaned messages could not be looked for')), sweepEveryMs)
  const forgetting = setInterval(() => void contacts.forgetErased().catch((error: unknown) => log.warn({ why: reasonOf(error) }, 'erased customers could not be looked for')), forgetEveryMs)

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.PORT, config.HOST, mostArriving, resolve)
  })
  const { port } = server.address()
  url ||= `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`
  const resumed = await turn.resume()
  if (resumed > 0) log.info({ conversations: resumed }, 'took up messages that a stopped process had left')
  if (store.engine === 'sqlite') await contacts.freeClaims()
  delivery.wake()
  checkpoints.start()
  channels.start()
  const jobs = startJobs([...clockJobs({ clocks, reminding: createReminding(contactsDeps) }), { name: 'cases.forget', everyMs: 3_600_000, run: () => forgetOldCases(contactsDeps) }, { name: 'enquiries.silent', everyMs: 60_000, run: () => closeSilent(contactsDeps, config.ENQUIRY_SILENT_HOURS) }, { name: 'qualifications.warn', everyMs: 60_000, run: createWarning({ ...contactsDeps, ...qualifications }).warn }, ...followUpJobs({ followUps: contacts.complaints.followUps, talk: desk })], log)
  phase = 'running'
  return {
    url,
    inviteToken,
    verify: contacts.verify,
    async stop() {
      phase = 'stopping'
      const end = createStopping(log)
      clearInterval(sweeping)
      clearInterval(forgetting)
      // No new connection before the streams are closed: who comes back is to find another instance.
      const closing = connections.close(requestsEndWithinMs)
      directLine.close()
      await end('desk', () => desk.close())
      await end('jobs', () => jobs.stop())
      await end('channels', () => channels.stop())
      await end('requests', () => closing)
      turn.stop()
      await end('turns', () => turn.settled())
      await end('deliveries', () => delivery.stop())
      await end('checkpoints', () => checkpoints.stop())
      await end('content', () => content.close())
      await end('coordination', () => coordination.close())
      await end('store', () => store.close())
      await end('traces', () => tracing.stop())
      alone?.letGo()
    },
  }
}
