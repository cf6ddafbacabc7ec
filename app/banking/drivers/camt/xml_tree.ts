import { SaxesParser } from 'saxes'

/** An element with what is in it. Namespaces are looked at on the root alone. */
export interface XmlElement {
  name: string
  uri: string
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

const depthMax = 24
const elementsMax = 1_500_000
const textMax = 4_000

/**
 * Reads a document into a tree. Throws a sentence for what is not well-formed, and for a document type of its own: with it would come
 * entities, which expand without end or read files. The parser knows the five entities of XML itself and no others.
 */
export function readXml(xml: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true })
  const root: XmlElement = { name: '', uri: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let elements = 0
  parser.on('error', (error) => {
    throw new Error(error.message)
  })
  parser.on('doctype', () => {
    throw new Error('A statement has no document type of its own')
  })
  parser.on('opentag', (tag) => {
    elements += 1
    if (elements > elementsMax || open.length > depthMax)
      throw new Error('It is nested too deeply or too large')
    const attributes = Object.fromEntries(
      Object.values(tag.attributes).map(({ local, value }) => [local, value])
    )
    const element = { name: tag.local, uri: tag.uri, attributes, children: [], text: '' }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  const addText = (text: string) => {
    const element = open.at(-1)!
    if (element.children.length === 0 && element.text.length < textMax) element.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(xml).close()
  return root.children[0]!
}

export function all(element: XmlElement | null, path: string): XmlElement[] {
  return path
    .split('/')
    .reduce<XmlElement[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
      element ? [element] : []
    )
}

export function first(element: XmlElement | null, path: string): XmlElement | null {
  return all(element, path)[0] ?? null
}

/** The text of the first of several places that has any. */
export function textAt(element: XmlElement | null, ...paths: string[]): string | null {
  for (const path of paths) {
    const text = first(element, path)?.text.replaceAll(/\s+/g, ' ').trim()
    if (text) return text
  }
  return null
}
