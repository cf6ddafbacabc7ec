import { currencyExponent } from '#app/shared/money/currency'

/** Units of which fifty to two thousand make a euro. */
const light = 'AFN ALL AMD AOA ARS BDT BTN CLP CRC CVE DJF DOP DZD ETB GMD GYD HTG HUF INR ISK JMD JPY KES KGS KMF KRW KZT LKR LRD MKD MUR MVR MWK NGN NPR PHP PKR RSD RUB RWF SDG SSP THB TWD UYU VUV XAF XOF XPF YER' // prettier-ignore

/** Units of which more than two thousand make a euro, or thousands of which do with every other devaluation. */
const tiny = 'BIF CDF COP GNF IDR IQD IRR KHR LAK LBP MGA MMK MNT PYG SLL SYP TZS UGX UZS VES VND ZWL'

const heavyUnits = 10_000_000n
const factors = new Map([
  ...light.split(' ').map((currency) => [currency, 1_000n] as const),
  ...tiny.split(' ').map((currency) => [currency, 100_000n] as const),
])

/**
 * What a person may enter as one amount, in minor units: ten million euros, and of other currencies what is about as much or more. A larger
 * one is a slip of the hand, a key that hung, or two numbers pasted behind each other.
 */
export function largestAmount(currency: string): bigint {
  return heavyUnits * (factors.get(currency) ?? 1n) * 10n ** BigInt(currencyExponent(currency))
}
