/** Something that can be installed: its whole name, and the words that tell it from others. */
export interface NamedTemplate {
  name: string
  words: string
}

/**
 * `Debian 13` finds exactly that name; `Ubuntu 24.04` also finds "Ubuntu Server 24.04 LTS": every word must occur, and only once over
 * all, so that nothing is guessed.
 */
export function matchTemplate<T extends NamedTemplate>(templates: readonly T[], wanted: string): T | null {
  const exact = templates.find(({ name }) => name === wanted)
  if (exact) return exact
  const words = wordsOf(wanted)
  const matching = templates.filter((template) => {
    const known = new Set(wordsOf(template.words))
    return words.length > 0 && words.every((word) => known.has(word))
  })
  return matching.length === 1 ? matching[0]! : null
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}
