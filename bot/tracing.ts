/** Facts of a span; never what a customer said or is. */
type Facts = Record<string, string | number | boolean>

export type Tracing = {
  /** Does the work as a span below the one that is under way. */
  span<T>(name: string, facts: Facts, work: () => Promise<T>): Promise<T>
  /** Sends what is left. */
  stop(): Promise<void>
}

/** Does the work and nothing else. */
export const noTracing: Tracing = { span: (_name, _facts, work) => work(), stop: async () => undefined }

/**
 * Traces of each message's way, sent to an OpenTelemetry collector (OTLP, JSON over HTTP) below `endpoint`. Its packages
 * are loaded only here: a service without a collector does without them. Spans are dropped, not kept, while the collector is away.
 */
export async function startTracing(endpoint: string, instance: string): Promise<Tracing> {
  const [{ context, SpanStatusCode, trace }, { BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, { AsyncLocalStorageContextManager }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'), import('@opentelemetry/sdk-trace'), import('@opentelemetry/exporter-trace-otlp-http'), import('@opentelemetry/context-async-hooks'), import('@opentelemetry/resources'),
  ])
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shouwen', 'service.instance.id': instance }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2000 })],
  })
  const contexts = new AsyncLocalStorageContextManager().enable()
  context.setGlobalContextManager(contexts)
  const tracer = provider.getTracer('shouwen')
  return {
    span(name, facts, work) {
      const span = tracer.startSpan(name, { attributes: facts })
      return context.with(trace.setSpan(context.active(), span), async () => {
        try {
          return await work()
        } catch (error) {
          // The class alone: a message might quote what was sent.
          span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' })
          throw error
        } finally {
          span.end()
        }
      })
    },
    async stop() {
      await provider.shutdown()
      context.disable()
    },
  }
}
