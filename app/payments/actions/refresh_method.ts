import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { Clock } from '#app/shared/time/clock'
import { openGateway } from '#app/payments/actions/open_gateway'
import type { Gateway } from '#app/payments/records/gateways'
import { methodRemoved } from '#app/payments/events'
import {
  findMethodAtGateway,
  listActiveMethods,
  makeDefault,
  retireMethod,
  type SavedMethod,
  updateMethodDetails,
} from '#app/payments/records/methods'

/** Takes over what the gateway now knows of a saved card: a new expiry from the card network, or that it is gone. */
@inject()
export class RefreshMethod {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns false when the card is not one of ours */
  async execute({ gateway, reference }: { gateway: Gateway; reference: string }): Promise<boolean> {
    const known = await inTransaction(() => findMethodAtGateway(gateway.id, reference))
    if (!known || known.status !== 'active') return false
    const read = await openGateway(gateway, { kind: 'payment_method', id: known.id }).readMethod(reference)
    if (!read.ok) throw new Error(`The gateway could not say what became of a card: ${read.error.type}`)
    await inTransaction(async () => {
      if (read.value) await updateMethodDetails(known.id, read.value)
      else await this.retire(known)
    })
    return true
  }

  /** Its owner took it back at the gateway: the same as if they had removed it here, but there is nothing left to forget there. */
  private async retire(method: SavedMethod): Promise<void> {
    const { id, customerId } = method
    await retireMethod(id, this.clock.now())
    const [next] = await listActiveMethods(customerId)
    if (method.isDefault && next) await makeDefault(next)
    await this.events.record([
      fact(methodRemoved, { kind: 'payment_method', id }, { customerId, data: { paymentMethodId: id } }),
    ])
  }
}
