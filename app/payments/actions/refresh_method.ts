import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { Clock } from '#app/shared/time/clock'
import type { GatewayMethod } from '#app/payments/domain/gateway_values'
import { openGateway } from '#app/payments/actions/open_gateway'
import type { Gateway } from '#app/payments/records/gateways'
import { methodRemoved, methodUpdated } from '#app/payments/events'
import {
  findMethod,
  findMethodAtGateway,
  listActiveMethods,
  lockMethodsOf,
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
    await inTransaction(() => (read.value ? this.takeOver(known, read.value) : this.retire(known)))
    return true
  }

  /** The agreement to charge a method ended: it is charged no more. @returns false when the method is not one of ours */
  async followMandate({ gateway, reference }: { gateway: Gateway; reference: string }): Promise<boolean> {
    const connection = openGateway(gateway, { kind: 'gateway', id: gateway.id })
    const read = await connection.readMandate?.(reference)
    if (!read) return false
    if (!read.ok) throw new Error(`The gateway could not say what became of a mandate: ${read.error.type}`)
    if (!read.value) return false
    const { methodReference, isActive } = read.value
    return inTransaction(async () => {
      const known = await findMethodAtGateway(gateway.id, methodReference)
      if (!known || known.status !== 'active') return false
      if (!isActive) await this.retire(known)
      return true
    })
  }

  /** A card that its bank renewed can pay again what it could not. */
  private async takeOver(known: SavedMethod, now: GatewayMethod): Promise<void> {
    await updateMethodDetails(known.id, now)
    const isSame = known.expMonth === now.expMonth && known.expYear === now.expYear && known.last4 === now.last4
    if (isSame) return
    const { id, customerId } = known
    const { brand, last4, expMonth, expYear } = now
    const data = { paymentMethodId: id, brand, last4, expMonth, expYear }
    await this.events.record([fact(methodUpdated, { kind: 'payment_method', id }, { customerId, data })])
  } // prettier-ignore

  /** Its owner took it back at the gateway: the same as if they had removed it here, but there is nothing left to forget there. */
  private async retire({ id, customerId }: SavedMethod): Promise<void> {
    lockMethodsOf(customerId)
    const method = await findMethod(id)
    if (method?.status !== 'active') return
    await retireMethod(id, this.clock.now())
    const [next] = await listActiveMethods(customerId)
    if (method.isDefault && next) await makeDefault(next)
    const { brand, last4, label } = method
    const data = { paymentMethodId: id, cause: 'revoked' as const, brand, last4, label }
    await this.events.record([fact(methodRemoved, { kind: 'payment_method', id }, { customerId, data })])
  }
}
