import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { openGateway } from '#app/payments/actions/open_gateway'
import type { Gateway } from '#app/payments/records/gateways'
import { findMethodAtGateway, retireMethod, updateMethodDetails } from '#app/payments/records/methods'

/** Takes over what the gateway now knows of a saved card: a new expiry from the card network, or that it is gone. */
@inject()
export class RefreshMethod {
  constructor(private clock: Clock) {}

  /** @returns false when the card is not one of ours */
  async execute({ gateway, reference }: { gateway: Gateway; reference: string }): Promise<boolean> {
    const known = await inTransaction(() => findMethodAtGateway(gateway.id, reference))
    if (!known || known.status !== 'active') return false
    const read = await openGateway(gateway, { kind: 'payment_method', id: known.id }).readMethod(reference)
    if (!read.ok) throw new Error(`The gateway could not say what became of a card: ${read.error.type}`)
    await inTransaction(async () => {
      if (read.value) await updateMethodDetails(known.id, read.value)
      else await retireMethod(known.id, this.clock.now())
    })
    return true
  }
}
