import { gistOf } from './normalise.ts'
import { sequence } from './svm.ts'

/**
 * Deals utterances out to folds, each intent evenly, the same for the same seed. Texts that read the same share a fold:
 * none is judged by a model that has seen it.
 */
export function foldsOf(utterances: readonly { text: string; intent: string }[], folds: number, seed: number): number[] {
  const random = sequence(seed)
  const foldOf = new Map<string, number>()
  const dealt = new Map<string, number>()
  const gists = utterances.map(({ text }) => gistOf(text))
  const order = utterances.map((_, at) => ({ at, key: random() })).sort((a, b) => a.key - b.key)
  for (const { at } of order) {
    const gist = gists[at]!
    if (foldOf.has(gist)) continue
    const { intent } = utterances[at]!
    const turn = dealt.get(intent) ?? Math.floor(random() * folds)
    dealt.set(intent, turn + 1)
    foldOf.set(gist, turn % folds)
  }
  return gists.map(gist => foldOf.get(gist)!)
}
