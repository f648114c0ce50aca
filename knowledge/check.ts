import { join } from 'node:path'
import { CatalogueError, loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'

/** `npm run knowledge:check`: loads all content, sends every article through the gate, and names what does not hold. */
const now = new Date().toISOString()
try {
  const catalogue = loadCatalogue(join(import.meta.dirname), now)
  const gate = createGate(catalogue)
  const problems: string[] = []
  const asked = new Map<string, string>()
  for (const [id, versions] of catalogue.articles) {
    for (const article of Object.values(versions)) {
      const file = `knowledge/articles/${id}.${article.locale}.md`
      const verdict = gate.judge({ type: 'message', text: article.body, locale: article.locale },
        { locale: article.locale, author: 'bot', articles: [{ id, version: article.version, class: article.class }], shown: {}, now })
      if (verdict.verdict === 'stop') problems.push(`${file}: ${verdict.reasons.join('; ')}`)
      for (const question of article.questions) {
        const other = asked.get(`${article.locale} ${question}`)
        if (other !== undefined) problems.push(`${file}: the question "${question}" is asked in "${other}" too`)
        asked.set(`${article.locale} ${question}`, id)
      }
    }
  }
  if (problems.length > 0) throw new CatalogueError(problems)
  console.log(`${catalogue.articles.size} articles in 3 locales, ${catalogue.products.length} products, ${catalogue.disclosures.length} wordings: all in order`)
} catch (error) {
  if (!(error instanceof CatalogueError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
