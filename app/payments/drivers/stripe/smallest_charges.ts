/**
 * The least that Stripe charges, in minor units of each currency: a table of data. A charge that Stripe converts into the currency of a
 * payout has to reach the least of that one as well, which we cannot know; it answers `amount_too_small` then.
 * @see https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
 */
export const smallestCharges: Readonly<Record<string, bigint>> = {
  AED: 200n,
  AUD: 50n,
  BGN: 100n,
  BRL: 50n,
  CAD: 50n,
  CHF: 50n,
  CZK: 1500n,
  DKK: 250n,
  EUR: 50n,
  GBP: 30n,
  HKD: 400n,
  HUF: 17500n,
  INR: 50n,
  JPY: 50n,
  MXN: 1000n,
  MYR: 200n,
  NOK: 300n,
  NZD: 50n,
  PLN: 200n,
  RON: 200n,
  SEK: 300n,
  SGD: 50n,
  THB: 1000n,
  USD: 50n,
}
