import { stripeForms } from '~/components/payments/drivers/stripe'
import type { GatewayFormDriver } from '~/components/payments/drivers/contract'

/** The browser's half of every payment driver, by the name that the server's half has. */
const drivers: Record<string, GatewayFormDriver> = { stripe: stripeForms }

export function formDriver(name: string): GatewayFormDriver {
  const driver = drivers[name]
  if (!driver) throw new Error(`There is no form for the gateway ${name}`)
  return driver
}
