import { btcpayDriver } from '#app/payments/drivers/btcpay/driver'
import { coinbaseDriver } from '#app/payments/drivers/coinbase/driver'
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
