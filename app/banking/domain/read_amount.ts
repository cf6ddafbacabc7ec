import { currencyExponent } from '#app/shared/money/currency'

/**
 * An amount as people and banks write it, in minor units; negative with a minus before or after it, or in brackets. Null for what is none, or has more
 * decimals than the currency. The mark of decimals is the last of comma and point when both stand there.
 */
export function readAmount(
  text: string,
  currency: string,
  decimalMark: ',' | '.' | null = null
): bigint | null {
  const bare = text
    .replaceAll(/[\s\u00a0\u202f'\u2019]/g, '')
    .replace(/^\(([^()-]*)\)$/, '-$1')
    .replace(/^\+/, '')
    .replace('\u2212', '-')
  const found = /^(-?)([\d.,]+)(-?)$/.exec(bare)
  if (!found || (found[1] && found[3])) return null
  const mark = decimalMark ?? guessMark(found[2]!)
  const [whole = '', decimals = '', ...more] = mark ? found[2]!.split(mark) : [found[2]!]
  if (more.length > 0 || !isGrouped(whole)) return null
  const exponent = currencyExponent(currency)
  const kept = decimals.padEnd(exponent, '0')
  if (!/^\d*$/.test(kept) || /[1-9]/.test(kept.slice(exponent))) return null
  const digits = whole.replaceAll(/[.,]/g, '') + kept.slice(0, exponent)
  if (!/^\d{1,17}$/.test(digits)) return null
  const amount = BigInt(digits)
  return found[1] || found[3] ? -amount : amount
}

/** Null where no decimals are to be seen: `1.234` and `1,234` are read as thousands, which the column as a whole can overrule. */
export function guessMark(text: string): ',' | '.' | null {
  const [comma, point] = [text.lastIndexOf(','), text.lastIndexOf('.')]
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.'
  const mark = comma >= 0 ? ',' : point >= 0 ? '.' : null
  if (!mark || text.split(mark).length > 2) return null
  return text.split(mark)[1]!.length === 3 ? null : mark
}

/** Digits, in groups of three when grouped at all (four in the first at most three). */
function isGrouped(whole: string): boolean {
  return /^\d*$/.test(whole) || /^\d{1,3}([.,]\d{3})+$/.test(whole)
}
