import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { redact } from '#app/shared/outbound/redact'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { openSettings } from '#app/payments/actions/open_gateway'
import { handleWebhookJob } from '#app/payments/domain/jobs'
import { driverNamed } from '#app/payments/drivers/registry'
import type { GatewayMessage, SignedMessage } from '#app/payments/drivers/contract'
import { findGateway } from '#app/payments/records/gateways'
import { keepMessage } from '#app/payments/records/inbox'

export interface ReceiveWebhookInput extends Omit<SignedMessage, 'now'> {
  gatewayId: string
  driver: string
}

export type ReceiveWebhookError = 'gateway_not_found' | 'forged' | 'unverified'

/**
 * Takes in a message of a gateway: checks its signature, keeps it once, queues its handling. A repeat is counted and changes
 * nothing. What it says is not believed here or later; it only tells what to ask about.
 */
@inject()
export class ReceiveWebhook {
  constructor(private clock: Clock) {}

  async execute({
    gatewayId,
    driver,
    rawBody,
    headers,
  }: ReceiveWebhookInput): Promise<Result<{ isNew: boolean }, ReceiveWebhookError>> {
    const gateway = await inReadTransaction(() => findGateway(gatewayId))
    if (!gateway || gateway.driver !== driver) return err('gateway_not_found')
    const read = await driverNamed(driver).readMessage(openSettings(gateway), {
      rawBody,
      headers,
      now: this.clock.wall(),
    })
    if (!read.ok) return read
    return inTransaction(async () => {
      const id = await keepMessage({ ...this.toRow(read.value), gatewayId })
      if (id && !read.value.parkedBecause) await enqueue(handleWebhookJob, { messageId: id })
      return ok({ isNew: id !== null })
    })
  }

  /** A message that cannot be handled is kept for a person to see. What opens a payment in a browser is cut out of it. */
  private toRow(message: GatewayMessage) {
    return {
      id: newId(),
      messageId: message.id,
      type: message.type,
      objectReference: message.objectReference,
      payload: { about: message.about, ownId: message.ownId, message: redact(message.payload) },
      status: message.parkedBecause ? ('dead' as const) : ('pending' as const),
      lastError: message.parkedBecause,
      receivedAt: this.clock.wall(),
    }
  }
}
