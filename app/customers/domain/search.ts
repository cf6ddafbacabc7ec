/** What staff typed, as words to look up: each must be the beginning of one of the customer's words. */
export function toSearchWords(text: string): string[] {
  const wanted = text.trim().toLowerCase()
  if (/^\S+@\S+$/.test(wanted)) return [wanted]
  const words = wanted.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return [...new Set(words)].slice(0, 5)
}

/** Every text that begins with a word lies in `[word, end)`, compared character by character. */
export function endOfRange(word: string): string {
  return word + '\u{10FFFF}'
}
