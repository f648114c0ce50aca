type ElementClass<T extends HTMLElement> = { new(): T; readonly name: string }

/**
 * The element of the page with this id: `byId('reply', HTMLFormElement)`.
 * Throws where the page has none of that kind, which is a mistake in its HTML.
 */
export function byId<T extends HTMLElement>(id: string, kind: ElementClass<T>): T {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} with the id "${id}"`)
  return element
}
