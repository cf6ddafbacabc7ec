import { inject } from '@adonisjs/core'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import type { GatewayMethod } from '#app/payments/domain/gateway_values'
import { detachMethodJob } from '#app/payments/domain/jobs'
import type { Consent } from '#app/payments/domain/payment'
import { methodSaved } from '#app/payments/events'
import {
  findMethodAtGateway,
  insertMethod,
  listActiveMethods,
  lockMethodsOf,
  makeDefault,
  retireMethod,
  type SavedMethod,
} from '#app/payments/records/methods'

export interface KeepMethodInput {
  customerId: string
  gatewayId: string
  method: GatewayMethod
  consent: Consent
}

/**
 * Keeps a card that its customer agreed to, in the caller's transaction. The first card becomes the default; the same card entered
 * again takes the place of the older entry.
 */
@inject()
export class KeepMethod {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute({ customerId, gatewayId, method, consent }: KeepMethodInput): Promise<string> {
    lockMethodsOf(customerId)
    const active = await listActiveMethods(customerId)
    const older = active.filter((candidate) => isSameCard(candidate, method))
    const saved: SavedMethod = {
      ...method,
      id: newId(),
      customerId,
      gatewayId,
      isDefault: false,
      status: 'active',
      createdAt: this.clock.now(),
    }
    const isNew = await insertMethod(saved, consent)
    if (!isNew) return (await findMethodAtGateway(gatewayId, method.reference))!.id

    for (const { id } of older) {
      await retireMethod(id, this.clock.now())
      await enqueue(detachMethodJob, { paymentMethodId: id })
    }
    const hasOtherDefault = active.some((candidate) => candidate.isDefault && !older.includes(candidate))
    if (!hasOtherDefault) await makeDefault(saved)
    await this.events.record([
      fact(
        methodSaved,
        { kind: 'payment_method', id: saved.id },
        { customerId, data: { paymentMethodId: saved.id } }
      ),
    ])
    return saved.id
  }
}

function isSameCard(known: SavedMethod, method: GatewayMethod): boolean {
  return (
    method.fingerprint !== null &&
    known.fingerprint === method.fingerprint &&
    known.reference !== method.reference &&
    known.expMonth === method.expMonth &&
    known.expYear === method.expYear
  )
}
