import { createHash } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { GatewayConnection, GatewayFailure } from '#app/payments/drivers/contract'
import { findGatewayCustomer, keepGatewayCustomer, readPayer } from '#app/payments/records/gateways'

interface Input {
  connection: GatewayConnection
  gatewayId: string
  customerId: string
}

/** Makes a customer known to a gateway, once, and answers what the gateway calls them. */
@inject()
export class EnsureGatewayCustomer {
  constructor(private clock: Clock) {}

  async execute({ connection, gatewayId, customerId }: Input): Promise<Result<string, GatewayFailure>> {
    const { known, payer } = await inReadTransaction(async () => ({
      known: await findGatewayCustomer(gatewayId, customerId),
      payer: await readPayer(customerId),
    }))
    if (known.reference) return ok(known.reference)
    // The key holds what is said, because the same key with another name would be refused.
    const said = createHash('sha256').update(JSON.stringify(payer)).digest('hex').slice(0, 16)
    // The key that made one who was deleted since would answer with that one again.
    const anew = known.timesGone > 0 ? `:${known.timesGone}` : ''
    const made = await connection.ensureCustomer({
      customerId,
      ...payer,
      marks: { tenant_id: currentTenant().id, customer_id: customerId },
      idempotencyKey: `${gatewayId}:${customerId}:${said}${anew}`,
    })
    if (!made.ok) return made
    return inTransaction(async () => {
      await keepGatewayCustomer({
        gatewayId,
        customerId,
        reference: made.value.reference,
        at: this.clock.now(),
      })
      return ok((await findGatewayCustomer(gatewayId, customerId)).reference!)
    })
  }
}
