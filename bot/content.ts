import { watch } from 'node:fs'
import { type Article, type Catalogue, CatalogueError, inForce, loadCatalogue, type Product } from '../knowledge/catalogue.ts'
import { createGate, type Gate } from '../knowledge/gate.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import { type CannedReply, loadReplies } from '../knowledge/replies.ts'
import type { Understand } from '../nlp/understand.ts'
import { type Training, trainBeside } from './training-beside.ts'
import { corpusOf, keptModel } from './understanding.ts'
import { startUnderstanding, type UnderstandingBeside } from './understanding-beside.ts'
import { rememberUnderstood } from './understood-before.ts'

export type ContentDeps = {
  /** The folder with articles/, disclosures/ and products/. */
  knowledgeDir: string
  /** Where trained models are kept, each under its corpus's hash. */
  cacheDir: string
  /** An embedding model whose meanings count beside the words: its folder, and the id under which models that know it are kept. */
  embedding?: { dir: string; id: string } | undefined
  clock: { now(): Date }
  log: { info(message: string): void; error(facts: object, message: string): void }
}

/** What is said and understood: always the last content that held, whole. */
export type Content = {
  gate(): Gate
  understand: Understand
  /** The article of a topic in this locale, if it is in force. */
  article(topic: string, locale: Locale): Article | undefined
  /** The articles in force whose whole text stands in this one. */
  articlesIn(text: string, locale: Locale): Article[]
  /** The topics there are, by the title of their article. */
  topics(locale: Locale): { id: string; title: string }[]
  /** The canned replies in force, the newest version of each. */
  replies(): CannedReply[]
  /** A product, if it is in force. */
  product(id: string): Product | undefined
  /** Why the newest content is not in force; empty where it is. */
  problems(): readonly string[]
  /** Whether messages are understood now. */
  understands(): boolean
  close(): Promise<void>
}

/** Editors write several files in a row; they are loaded together, in milliseconds after the last. */
const settle = 300

/**
 * Loads the content and keeps it up to date: a change comes into force without a restart; one that does not hold leaves
 * the last good content in force and is named in the log and in `problems`. New articles are found by retrieval at once; the
 * model for them is trained beside the service and then swapped in, and so is a model with the meanings of an embedding model. Throws CatalogueError where the first content does not hold.
 */
export async function createContent({ knowledgeDir, cacheDir, embedding, clock, log }: ContentDeps): Promise<Content> {
  const now = () => clock.now().toISOString()
  const modelOf = (of: Catalogue) => keptModel(corpusOf(of), cacheDir, embedding?.id)
  function begin(of: Catalogue, modelPath: string): UnderstandingBeside {
    const begun = startUnderstanding({ catalogue: of, modelPath, embeddingDir: embedding?.dir }, { clock, log })
    return { ...begun, understand: rememberUnderstood(begun.understand) }
  }

  let catalogue = loadCatalogue(knowledgeDir, now())
  let replies = loadReplies(knowledgeDir)
  let gate = createGate(catalogue)
  let problems: readonly string[] = []
  let training: Training | undefined
  let closed = false

  /** Trains the model of the present content into the cache. Resolves when that has ended, well or not. */
  async function trainModel(embeddingDir: string | undefined, behind: boolean): Promise<void> {
    training = trainBeside({ knowledgeDir, cacheDir, embeddingDir }, { behind, log })
    await training.ended
    training = undefined
  }

  /** The model to begin with: one that knows no meanings yet will do. */
  async function firstModel(): Promise<string> {
    const kept = modelOf(catalogue) ?? keptModel(corpusOf(catalogue), cacheDir)
    if (kept !== undefined) return kept
    await trainModel(undefined, false)
    const trained = keptModel(corpusOf(catalogue), cacheDir)
    if (trained === undefined) throw new Error('There is no model of the content, and it could not be trained; the log says why')
    return trained
  }

  let model = await firstModel()
  let understanding: UnderstandingBeside = begin(catalogue, model)

  /** Puts what is said and how it is understood in force in one moment; what is being understood is understood as before. */
  async function putInForce(next: Catalogue, nextReplies: CannedReply[], nextModel: string): Promise<void> {
    const begun = begin(next, nextModel)
    try {
      await begun.ready
    } catch (error) {
      await begun.close()
      throw error
    }
    if (closed) return begun.close()
    understanding.retire()
    ;[catalogue, replies, gate, model, understanding] = [next, nextReplies, createGate(next), nextModel, begun]
  }

  /** One change after the other. */
  let changing: Promise<void> = Promise.resolve()
  const change = (work: () => Promise<void>) => { changing = changing.then(() => closed ? undefined : work()) }

  async function train(): Promise<void> {
    if (training) return
    const trained = catalogue
    await trainModel(embedding?.dir, true)
    change(async () => {
      const ready = modelOf(trained)
      if (ready === undefined) return
      try {
        await putInForce(catalogue, replies, ready)
        log.info('the model for the changed content is in use')
      } catch (error) {
        log.error({ err: error }, 'the model for the changed content could not be used; the last one stays in use')
      }
      if (!modelOf(catalogue)) void train()
    })
  }

  async function reload(): Promise<void> {
    try {
      const next = loadCatalogue(knowledgeDir, now())
      const ready = modelOf(next)
      await putInForce(next, loadReplies(knowledgeDir), ready ?? model)
      problems = []
      log.info('the changed content is in force')
      if (ready === undefined) void train()
    } catch (error) {
      problems = error instanceof CatalogueError ? error.problems : [error instanceof Error ? error.message : String(error)]
      log.error({ problems }, 'the changed content does not hold; the last good content stays in force')
    }
  }

  await understanding.ready
  if (modelOf(catalogue) === undefined) void train()

  let waiting: NodeJS.Timeout | undefined
  const watcher = watch(knowledgeDir, { recursive: true }, (_event, file) => {
    if (!file || !/\.(md|ya?ml)$/.test(file)) return
    clearTimeout(waiting)
    waiting = setTimeout(() => change(reload), settle)
  })
  watcher.on('error', error => log.error({ err: error }, 'the content folder cannot be watched; changes need a restart'))

  return {
    gate: () => gate,
    understand: (text, context) => understanding.understand(text, context),
    article(topic, locale) {
      const article = catalogue.articles.get(topic)?.[locale]
      return article && inForce(article, now()) ? article : undefined
    },
    articlesIn(text, locale) {
      const told = text.replaceAll('\r\n', '\n')
      return [...catalogue.articles.values()].flatMap(versions => {
        const article = versions[locale]
        return article && told.includes(article.body) && inForce(article, now()) ? [article] : []
      })
    },
    topics: locale => [...catalogue.articles].flatMap(([id, versions]) => versions[locale] ? [{ id, title: versions[locale].title }] : []),
    replies() {
      const newest = new Map<string, CannedReply>()
      for (const reply of replies.toSorted((one, other) => one.effective.from.localeCompare(other.effective.from))) if (inForce(reply, now())) newest.set(reply.id, reply)
      return [...newest.values()]
    },
    product(id) {
      const product = catalogue.products.find(each => each.id === id)
      return product && inForce(product, now()) ? product : undefined
    },
    problems: () => problems,
    understands: () => understanding.isReady(),
    async close() {
      closed = true
      clearTimeout(waiting)
      watcher.close()
      await Promise.all([training?.stop(), understanding.close()])
    },
  }
}
