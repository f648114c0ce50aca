import type { Language } from './understanding.ts'

const asks: Record<Language, RegExp> = {
  zh: /[?？]|[吗呢么嗎麼]$|怎么|怎麼|怎样|怎樣|如何|多少|多久|多长|多長|几|幾|什么|什麼|甚麼|哪|谁|誰|为什么|為什麼|能不能|可以.*(吗|嗎|不)|是不是|有没有|有沒有|要不要|请问|請問|想(问|知道|了解|問|瞭解)|帮我|幫我|我要|我想|查/,
  en: /\?|^(how|what|when|where|which|who|why|can|could|do|does|did|is|are|will|would|should|may|please|tell me|i (want|need|would like)|i'd like)\b/i,
}
const boundary: Record<Language, RegExp> = {
  zh: /[。！？!?；;\n]+|[，,]?(?:另外|还有就是|还有|還有|以及|顺便|順便|再(?:问|問)一下|其次|第二)[，,：:]?/,
  en: /[.!?;\n]+(?:\s|$)|,?\s+(?:and also|also|another question|by the way|secondly|plus)[,:]?\s/i,
}
const least: Record<Language, number> = { zh: 4, en: 8 }
const most = 8

/** The parts of a message that ask something each, in their order; at most eight. */
export function questionsIn(text: string, language: Language): string[] {
  const parts = text.split(boundary[language]).map(part => part.trim())
  return parts.filter(part => part.length >= least[language] && (asks[language].test(part) || /[?？]/.test(endOf(part, text)))).slice(0, most)
}

/** The mark after a part. */
function endOf(part: string, text: string): string {
  return text.charAt(text.indexOf(part) + part.length)
}
