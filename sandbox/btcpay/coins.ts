import { createHash, randomBytes } from 'node:crypto'
import type { Method } from './records.ts'
import type { Shop } from './shop.ts'

/** The coins of the store and how its ways to pay look: addresses of test networks, so that nobody pays one by mistake. */
const ways = [
  { id: 'BTC-CHAIN', coin: 'BTC', digits: 8 },
  { id: 'BTC-LN', coin: 'BTC', digits: 11 },
  { id: 'LTC-CHAIN', coin: 'LTC', digits: 8 },
] as const

export const methodIds: string[] = ways.map(({ id }) => id)

/** What one coin costs, until somebody sets another rate. */
const ratesDefault: Record<string, Record<string, string>> = {
  BTC: {
    EUR: '57312.84', USD: '64392.23', GBP: '49105.17', CHF: '54870.5', JPY: '9650123', KWD: '19762.305',
    ISK: '8243500', SEK: '641230.4', PLN: '245118.9',
  },
  LTC: {
    EUR: '71.4031', USD: '80.2214', GBP: '61.1772', CHF: '68.36', JPY: '12022.5', KWD: '24.6205',
    ISK: '10270.1', SEK: '798.87', PLN: '305.38',
  },
} // prettier-ignore

export function rateOf({ records, kit }: Shop, coin: string, currency: string): string | null {
  if (kit.faults.strikes('no_rate')) return null
  return records.rates.get(`${coin}_${currency}`)?.rate ?? ratesDefault[coin]?.[currency] ?? null
}

/** The ways in which an invoice in a currency can be paid: those asked for, with a rate. */
export function openMethods(shop: Shop, currency: string, wanted: string[] | null): Method[] {
  return ways
    .filter(({ id }) => wanted === null || wanted.includes(id))
    .flatMap(({ id, coin, digits }) => {
      const rate = rateOf(shop, coin, currency)
      return rate === null ? [] : [{ id, coin, digits, rate, destination: destinationFor(id) }]
    })
}

/** BIP 21 for chains, the invoice itself for Lightning. */
export function paymentLink({ id, coin, destination }: Method, due: string): string {
  if (id.endsWith('-LN')) return `lightning:${destination}`
  return `${coin === 'LTC' ? 'litecoin' : 'bitcoin'}:${destination}?amount=${due}`
}

function destinationFor(id: string): string {
  const bytes = randomBytes(id === 'BTC-LN' ? 96 : 20)
  if (id === 'BTC-LN') return `lntbs1${bech32(bytes)}`
  return `${id === 'LTC-CHAIN' ? 'tltc1q' : 'tb1q'}${bech32(bytes)}${bech32(createHash('sha256').update(bytes).digest().subarray(0, 4))}`
}

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** Looks like an address; the checksum is not the true one, so that no wallet takes it. */
function bech32(bytes: Uint8Array): string {
  return [...bytes].map((byte) => alphabet[byte % 32]).join('')
}
