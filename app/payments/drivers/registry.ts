import { btcpayDriver } from '#app/payments/drivers/btcpay/driver'
import { coinbaseDriver } from '#app/payments/drivers/coinbase/driver'
import type { Money } from '#app/shared/money/money'
import type { PaymentDriver } from '#app/payments/drivers/contract'
import { paypalDriver } from '#app/payments/drivers/paypal/driver'
import { stripeDriver } from '#app/payments/drivers/stripe/driver'

/** Every payment driver. One enters with a conforming spec against its stand-in, or not at all. */
export const paymentDrivers = [
  stripeDriver,
  paypalDriver,
  btcpayDriver,
  coinbaseDriver,
] as const satisfies readonly PaymentDriver[]

export function findDriver(name: string): PaymentDriver | null {
  return paymentDrivers.find((driver) => driver.name === name) ?? null
}

/** The driver of a connected gateway; that it exists was checked when the gateway was connected. */
export function driverNamed(name: string): PaymentDriver {
  const driver = findDriver(name)
  if (!driver) throw new Error(`There is no payment driver called ${name}`)
  return driver
}

/** An amount that the gateway it was to be charged through does not charge. */
export interface BelowSmallestCharge {
  type: 'below_smallest_charge'
  smallest: Money
}

/** What refuses an amount that a driver's gateway does not charge; null when it does. */
export function findTooSmall(driver: string, { amount, currency }: Money): BelowSmallestCharge | null {
  const smallest = driverNamed(driver).smallestCharge(currency)
  if (smallest === null || amount >= smallest) return null
  return { type: 'below_smallest_charge', smallest: { amount: smallest, currency } }
}
