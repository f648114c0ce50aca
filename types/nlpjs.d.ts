/** The part of nlp.js that nlp/pipeline.ts uses; the package ships no types. */
declare module '@nlpjs/basic' {
  type Edge = { start: number; end: number; len: number; accuracy: number; sourceText: string; utteranceText: string; entity: string; resolution: unknown }

  export class Container {
    use(plugin: unknown): string
    register(name: string, value: unknown, isSingleton: boolean): void
  }
  export function containerBootstrap(settings: object, mustLoadEnv: boolean): Container
  export const LangEn: unknown
  export class Nlp {
    constructor(settings: {
      container: Container
      autoSave: boolean
      autoLoad: boolean
      /** Run the entity recognisers though no slot asks for them. */
      forceNER: boolean
      calculateSentiment: boolean
      threshold: number
    })
    nluManager: { domainManagers: Record<string, { settings: { useStemDict: boolean } }> }
    useNlu(className: string, locale: string): void
    addLanguage(locales: readonly string[]): void
    process(locale: string, utterance: string, context: object): Promise<{ nluAnswer?: unknown; entities: Edge[] }>
  }
}
