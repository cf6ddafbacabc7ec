// Marks that turn the direction of text around (they could make an amount read backwards), and controls that print nothing.
const unprintable = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff\ufff9-\ufffc]|[\ufffe\uffff]/gu
const longestWord = 28

/**
 * Text from customers as a page can set it: without controls, on one line, and with invisible places to break inside words that
 * would run out of their column.
 */
export function printable(text: string): string {
  return plainText(text).replaceAll(/\S{29,}/g, breakable)
}

/** The same without places to break: what a program reads. */
export function plainText(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').replaceAll(unprintable, '').trim()
}

function breakable(word: string): string {
  const letters = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(word)].map(
    ({ segment }) => segment
  )
  const parts: string[] = []
  for (let at = 0; at < letters.length; at += longestWord)
    parts.push(letters.slice(at, at + longestWord).join(''))
  return parts.join('\u200b')
}
