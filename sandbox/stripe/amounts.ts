import { invalidRequest } from './errors.ts'
import type { Params } from './params.ts'

const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '))
/** Sent with two decimals that must be zeros. */
const wholeUnitsOnly = new Set(['isk', 'ugx'])
const twoDecimal = new Set(
  (
    'usd eur gbp aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf ' +
    'chf cny cop crc cve czk dkk dop dzd egp etb fjd fkp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd ' +
    'kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr ' +
    'nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd ' +
    'twd tzs uah ugx uyu uzs wst xcd yer zar zmw'
  ).split(' ')
)

/** The least that can be charged, in minor units. Currencies not listed are held to 1. */
const minimums: Record<string, number> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  bgn: 100,
}

const amountMax = 99_999_999

/** Checks amount and currency of a charge to be made; answers the currency in lower case. */
export function checkedCurrency(text: string): string {
  const currency = text.toLowerCase()
  if (zeroDecimal.has(currency) || threeDecimal.has(currency) || twoDecimal.has(currency)) return currency
  throw invalidRequest(
    `Invalid currency: ${currency}. Stripe currently supports these currencies: usd, eur, gbp, …`,
    { param: 'currency' }
  )
}

export function checkAmount(amount: number, currency: string, param = 'amount'): void {
  if (amount < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param,
    })
  }
  if (amount > amountMax) {
    throw invalidRequest('Amount must be no more than 999,999.99', { code: 'amount_too_large', param })
  }
  const minimum = minimums[currency] ?? 1
  if (amount < minimum) {
    throw invalidRequest(`Amount must be at least ${displayed(minimum, currency)}`, {
      code: 'amount_too_small',
      param,
    })
  }
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    throw invalidRequest(
      'Invalid amount. For three-decimal currencies, the least-significant (last) digit must be 0.',
      { param }
    )
  }
  if (wholeUnitsOnly.has(currency) && amount % 100 !== 0) {
    throw invalidRequest(`Invalid amount. ${currency} amounts must be divisible by 100.`, { param })
  }
}

export function requiredAmount(params: Params): { amount: number; currency: string } {
  const currency = checkedCurrency(params.text('currency') ?? '')
  const amount = params.integer('amount') ?? 0
  checkAmount(amount, currency)
  return { amount, currency }
}

/** The card fee: European rates for euro and sterling, the common rate elsewhere. */
export function feeFor(amount: number, currency: string): number {
  const [perMille, fixed] =
    currency === 'eur' ? [15, 25] : currency === 'gbp' ? [15, 20] : [29, zeroDecimal.has(currency) ? 0 : 30]
  return Math.floor((amount * perMille + 500) / 1000) + fixed
}

/** For messages only: "€0.50 eur" in Stripe's, plain here. */
export function displayed(amount: number, currency: string): string {
  const digits = exponentOf(currency)
  if (digits === 0) return `${amount} ${currency}`
  const text = String(amount).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)} ${currency}`
}

/** Digits after the point, as Stripe counts them. */
export function exponentOf(currency: string): number {
  return zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2
}
