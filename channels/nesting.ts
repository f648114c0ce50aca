/** How deep a JSON may be nested: what clients send is some five deep. */
const deepest = 100

const [quote, backslash, openList, openObject, closeList, closeObject] = Array.from('"\\[{]}', each => each.charCodeAt(0))

/**
 * Whether a JSON is nested deeper than anybody needs. It would be read, but not be written again: whoever writes it down or shows it would run out of
 * stack, and with one such message a whole conversation.
 */
export function isTooDeep(json: string): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (inText) {
      if (code === backslash) at += 1
      else if (code === quote) inText = false
    } else if (code === quote) inText = true
    else if (code === openList || code === openObject) {
      depth += 1
      if (depth > deepest) return true
    } else if (code === closeList || code === closeObject) depth -= 1
  }
  return false
}
