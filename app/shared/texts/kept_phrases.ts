import { IntlMessageFormat } from 'intl-messageformat'

/** More than there are phrases with places in all languages. */
const keptMax = 10_000

/**
 * Fills in phrases as the framework's own formatter does, which reads each phrase anew each time: in a mail with thirty of them that took
 * longer than all else together. What a phrase says never changes while a process runs, so it is read once.
 */
export class KeptPhrases {
  readonly name = 'icu'
  private kept = new Map<string, IntlMessageFormat>()

  format(phrase: string, locale: string, values: Record<string, unknown> = {}): string {
    // Neither a place to fill in nor a quoted brace.
    if (!/[{}']/.test(phrase)) return phrase
    return String(this.read(phrase, locale).format(values as Record<string, string>))
  }

  private read(phrase: string, locale: string): IntlMessageFormat {
    const key = `${locale} ${phrase}`
    const known = this.kept.get(key)
    if (known) return known
    const read = new IntlMessageFormat(phrase, locale, undefined, { ignoreTag: true })
    if (this.kept.size >= keptMax) this.kept.clear()
    this.kept.set(key, read)
    return read
  }
}
