export interface MessageTree {
  [key: string]: string | MessageTree
}

const files = import.meta.glob<{ default: MessageTree }>('../../resources/lang/*/*.json')

/** Texts by locale and file. Loaded texts never change, so server requests share them. */
const loaded = new Map<string, Map<string, MessageTree>>()

/** Loads the named files of a language; a domain without texts of its own has no file. */
export async function loadMessages(locale: string, namespaces: string[]): Promise<void> {
  const ofLocale = loaded.get(locale) ?? new Map<string, MessageTree>()
  loaded.set(locale, ofLocale)
  await Promise.all(
    namespaces
      .filter((namespace) => !ofLocale.has(namespace))
      .map(async (namespace) => {
        const load = files[`../../resources/lang/${locale}/${namespace}.json`]
        if (load) ofLocale.set(namespace, (await load()).default)
      })
  )
}

/** A part of a page that is fetched later, with texts that only it needs. */
export async function withMessages<Part>(
  locale: string,
  namespaces: string[],
  part: Promise<Part>
): Promise<Part> {
  const [loadedPart] = await Promise.all([part, loadMessages(locale, namespaces)])
  return loadedPart
}

/** The text behind `checkout.cart.title`: file, then the way within it. */
export function findMessage(locale: string, key: string): string | null {
  const [namespace = '', ...path] = key.split('.')
  let node: string | MessageTree | undefined = loaded.get(locale)?.get(namespace)
  for (const step of path) {
    if (typeof node !== 'object') return null
    node = node[step]
  }
  return typeof node === 'string' ? node : null
}
