/** Units for one euro around which the rates of each day move (a table of data: early 2026, rounded). */
const around: Record<string, string> = {
  USD: '1.1720', JPY: '183.10', CZK: '24.250', DKK: '7.4690', GBP: '0.87200', HUF: '384.50', PLN: '4.2150', RON: '5.0920', SEK: '10.7800',
  CHF: '0.93100', ISK: '147.20', NOK: '11.8100', TRY: '50.4200', AUD: '1.7560', BRL: '6.4300', CAD: '1.6080', CNY: '8.2000', HKD: '9.1300',
  IDR: '19610.00', ILS: '3.7400', INR: '105.5000', KRW: '1696.00', MXN: '21.0500', MYR: '4.7600', NZD: '2.0300', PHP: '69.1000', SGD: '1.5060',
  THB: '36.900', ZAR: '19.3000',
} // prettier-ignore

const millionths = 1_000_000n
/** How far a rate moves from its middle, in millionths. */
const swingMax = 15_000n

/** The rates of a day, newest knowledge aside: the same for a day whenever it is asked for. */
export function ratesOf(day: string, variant = 0): { currency: string; rate: string }[] {
  return Object.entries(around).map(([currency, middle]) => ({
    currency,
    rate: moved(middle, `${currency}${day}${variant === 0 ? '' : variant}`),
  }))
}

function moved(middle: string, seed: string): string {
  const [whole = '0', decimals = ''] = middle.split('.')
  const swing = (hash(seed) % (2n * swingMax + 1n)) - swingMax
  const units = (BigInt(whole + decimals) * (millionths + swing)) / millionths
  const digits = units.toString().padStart(decimals.length + 1, '0')
  return decimals === '' ? digits : `${digits.slice(0, -decimals.length)}.${digits.slice(-decimals.length)}`
}

/** FNV-1a: spreads well enough for rates that nobody trades by. */
function hash(text: string): bigint {
  let value = 0xcbf29ce484222325n
  for (const byte of Buffer.from(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n)
  return value
}
