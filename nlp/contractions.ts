const verb = 'do|does|did|is|are|was|were|has|have|had|would|could|should|must|need'

/** Contractions as customers type them, with the apostrophe or without it. */
const spelt: readonly (readonly [contraction: RegExp, words: string])[] = [
  [/\bcan'?t\b|\bcannot\b/g, 'can not'], [/\bwon'?t\b/g, 'will not'], [new RegExp(String.raw`\b(${verb})n'?t\b`, 'g'), '$1 not'],
  [/\b(i|you|we|they)'ve\b|\b(i)ve\b/g, '$1$2 have'], [/\bi'?m\b/g, 'i am'], [/\b(you|we|they)'re\b/g, '$1 are'],
  [/\b(i|you|he|she|it|we|they|that)'ll\b/g, '$1 will'], [/\b(i|you|he|she|we|they)'d\b/g, '$1 would'],
  [/\b(it|that|there|here|he|she)'s\b|\b(what|where|how|when|who|that)'?s\b/g, '$1$2 is'],
]

/** A text in lower case with its English contractions written out: haven't received, havent received → have not received. */
export function writtenOut(text: string): string {
  if (!/[a-z]/.test(text)) return text
  return spelt.reduce((plain, [contraction, words]) => plain.replace(contraction, words), text.replace(/[’‘`´]/g, "'"))
}
