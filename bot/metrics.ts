import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type ProductClass, productClasses } from '../knowledge/outgoing.ts'

/** The parts of a message's way that are timed. `decide` includes `understand`. */
export const stages = ['accept', 'understand', 'decide', 'gate', 'commit', 'deliver'] as const
export type Stage = (typeof stages)[number]

/** What is read when somebody asks; figures of the records are the same on every instance that shares them. */
export type Readings = {
  ready: boolean
  storeUp: boolean
  contentProblems: number
  coordinationUp: boolean
  storeWaiting: number
  /** Undefined while the records do not answer. */
  records?: { bytes: number; queueWaiting: number; longestWaitSeconds: number; outboxPending: number; outboxDead: number; outboxOldestSeconds: number; clocksOverdue: number; clocksProvisional: number; logTroubled: boolean }
}

/** Channels are named by who sends: only these names become label values, so that nobody can make more. */
const channels = new Set(['directline', 'webchat', 'emulator', 'msteams', 'telegram', 'slack', 'line', 'wechat', 'wecom', 'dingtalk', 'feishu', 'whatsapp', 'sms', 'voice', 'test'])
const channelLabel = (channel: string) => channels.has(channel) ? channel : 'other'

/** From half a millisecond to ten seconds. */
const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export type Metrics = ReturnType<typeof createMetrics>

/** The figures of this process (M1.3a), in Prometheus's form. No label value comes from what a customer sent. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 })
  // Gauges named as counters are: Prometheus's own checker refuses them.
  for (const name of ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']) registry.removeSingleMetric(name)
  const shared = { registers: [registry] }
  const messages = new Counter({ ...shared, name: 'shouwen_messages_total', help: 'Messages that arrived', labelNames: ['channel', 'result'] })
  const turns = new Counter({ ...shared, name: 'shouwen_turns_total', help: 'Messages that have had their turn', labelNames: ['channel', 'outcome'] })
  const stage = new Histogram({ ...shared, name: 'shouwen_stage_seconds', help: 'Time taken by a part of a message\'s way', labelNames: ['stage'], buckets: seconds })
  const verdicts = new Counter({ ...shared, name: 'shouwen_gate_verdicts_total', help: 'Verdicts of the outgoing gate, one for each product class a text speaks of', labelNames: ['author', 'verdict', 'class'] })
  const waits = new Histogram({ ...shared, name: 'shouwen_agent_wait_seconds', help: 'How long customers waited until an agent took them', buckets: [5, 15, 30, 60, 120, 300, 600, 1800, 3600] })
  const deliveries = new Counter({ ...shared, name: 'shouwen_deliveries_total', help: 'Attempts to deliver a reply by push', labelNames: ['channel', 'result'] })
  const commits = new Histogram({ ...shared, name: 'shouwen_store_commit_units', help: 'Units of work that shared one durable commit', buckets: [1, 2, 4, 8, 16, 32, 64, 128] })
  const gauge = (name: string, help: string) => new Gauge({ ...shared, name, help })
  const ready = gauge('shouwen_ready', '1 while this instance takes messages')
  const contentProblems = gauge('shouwen_content_problems', 'Why the newest content is not in force: the number of its mistakes')
  const coordinationUp = gauge('shouwen_coordination_up', '1 while the coordination of several instances works')
  const storeWaiting = gauge('shouwen_store_waiting', 'Units of work that wait for their commit')
  const storeUp = gauge('shouwen_store_up', '1 while the records can be read and written')
  const storeBytes = gauge('shouwen_store_bytes', 'Size of the records')
  const queueWaiting = gauge('shouwen_queue_waiting', 'Customers who wait for an agent')
  const longestWait = gauge('shouwen_queue_longest_wait_seconds', 'How long the longest of them has waited')
  const outboxPending = gauge('shouwen_outbox_pending', 'Replies that wait for their delivery by push')
  const outboxDead = gauge('shouwen_outbox_dead', 'Replies that were given up and wait for an operator')
  const outboxOldest = gauge('shouwen_outbox_oldest_seconds', 'Age of the oldest reply that waits for its delivery')
  const clocksOverdue = gauge('shouwen_clocks_overdue', 'Deadlines that have passed with nothing done')
  const logProven = gauge('shouwen_log_proven', '1 while the contact log is what was signed, and its witnesses have its checkpoints')
  const clocksProvisional = gauge('shouwen_clocks_provisional', 'Deadlines that reach days no notice has settled: the year\'s working days are missing')
  const timers = Object.fromEntries(stages.map(name => [name, stage.labels(name)]))
  // A series that is there from the start shows a first event as a step.
  for (const verdict of ['send', 'amend', 'stop']) for (const author of ['bot', 'agent']) verdicts.inc({ author, verdict, class: 'none' }, 0)

  return {
    contentType: registry.contentType,
    took(name: Stage, ms: number): void { timers[name]?.observe(ms / 1000) },
    message(channel: string, result: 'accepted' | 'duplicate' | 'refused' | 'failed'): void { messages.inc({ channel: channelLabel(channel), result }) },
    turn(channel: string, outcome: 'answered' | 'agent' | 'failed'): void { turns.inc({ channel: channelLabel(channel), outcome }) },
    verdict(author: 'bot' | 'agent', verdict: 'send' | 'amend' | 'stop', classes: readonly ProductClass[]): void {
      for (const each of classes.length > 0 ? classes.filter(known => productClasses.includes(known)) : ['none']) verdicts.inc({ author, verdict, class: each })
    },
    waited(ms: number): void { waits.observe(Math.max(0, ms) / 1000) },
    delivery(channel: string, result: 'delivered' | 'retried' | 'dead'): void { deliveries.inc({ channel: channelLabel(channel), result }) },
    committed(units: number): void { commits.observe(units) },

    /** Everything in Prometheus's text form, with what is read now. */
    async text(readings: Readings): Promise<string> {
      const { records } = readings
      ready.set(readings.ready ? 1 : 0)
      contentProblems.set(readings.contentProblems)
      coordinationUp.set(readings.coordinationUp ? 1 : 0)
      storeWaiting.set(readings.storeWaiting)
      storeUp.set(readings.storeUp ? 1 : 0)
      const figures: [Gauge, number | undefined][] = [
        [storeBytes, records?.bytes], [queueWaiting, records?.queueWaiting], [longestWait, records?.longestWaitSeconds],
        [outboxPending, records?.outboxPending], [outboxDead, records?.outboxDead], [outboxOldest, records?.outboxOldestSeconds],
        [clocksOverdue, records?.clocksOverdue], [clocksProvisional, records?.clocksProvisional], [logProven, records && (records.logTroubled ? 0 : 1)],
      ]
      // Better no figure than an old one.
      for (const [each, value] of figures) if (value === undefined) each.remove(); else each.set(value)
      return registry.metrics()
    },
  }
}
