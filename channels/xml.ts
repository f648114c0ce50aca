import { XMLParser } from 'fast-xml-parser'

/** What was sent is not XML of the kind that providers send. */
export class WrongXmlError extends Error {
  override readonly name = 'WrongXmlError'
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: { maxTotalExpansions: 1000, maxExpandedLength: 100_000 } })
const cdata = /<!\[CDATA\[[\s\S]*?\]\]>/g
/** No provider nests deeper than a list within a message. */
const deepest = 8

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
}

/**
 * The content of a document's root element `root`: texts under their elements' names. Entities that a document defines
 * itself are refused with it. Throws WrongXmlError.
 */
export function readXml(document: string, root: string): unknown {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(document.replace(cdata, ''))) throw new WrongXmlError('The document defines its own types or entities')
  let parsed: unknown
  try {
    parsed = parser.parse(document, true)
  } catch {
    throw new WrongXmlError('The document is not XML')
  }
  const content = typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, root) ? Object.entries(parsed).find(([name]) => name === root)?.[1] : undefined
  if (content === undefined) throw new WrongXmlError(`The document's root is not <${root}>`)
  if (depthOf(content) > deepest) throw new WrongXmlError('The document is nested too deeply')
  return content
}

/** Characters that XML 1.0 has no way to write. */
 
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** A text as it stands in XML. */
export function xmlText(text: string): string {
  return text.replace(unwritable, '').replace(/[&<>"']/g, mark => marks[mark] ?? '')
}

/** A text as CDATA, as WeChat's documentation writes it. */
export function xmlCdata(text: string): string {
  return `<![CDATA[${text.replace(unwritable, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** An element around what is XML already. */
export function xmlElement(name: string, inner: string, attributes: Readonly<Record<string, string | undefined>> = {}): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => value === undefined ? [] : [` ${key}="${xmlText(value)}"`]).join('')
  return `<${name}${written}>${inner}</${name}>`
}
