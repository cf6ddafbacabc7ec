import { hash } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { newId } from '#app/shared/ids'
import { redact } from '#app/shared/outbound/redact'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { keepMessage } from '#app/payments/actions/keep_messages'
import { openSettings } from '#app/payments/actions/open_gateway'
import { toStorableJson, toStorableText } from '#app/payments/domain/storable_text'
import { driverNamed } from '#app/payments/drivers/registry'
import type { GatewayMessage, SignedMessage } from '#app/payments/drivers/contract'
import { recallGateway } from '#app/payments/records/gateways'

/** Ids and words of gateways are shorter. */
const wordMax = 255

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
    const gateway = await recallGateway(gatewayId)
    if (!gateway || gateway.driver !== driver) return err('gateway_not_found')
    const read = await driverNamed(driver).readMessage(openSettings(gateway), {
      rawBody,
      headers,
      now: this.clock.wall(),
    })
    if (!read.ok) return read
    return ok({ isNew: await keepMessage({ ...this.toRow(read.value, rawBody), gatewayId }) })
  }

  /**
   * A message that cannot be handled is kept for a person to see, one about nothing that we follow only for the file. What opens a payment
   * in a browser is cut out of it.
   */
  private toRow(message: GatewayMessage, rawBody: string) {
    const { about, ownId, objectReference } = message
    return {
      id: newId(),
      messageId: knownAs(message, rawBody),
      type: toStorableText(message.type.slice(0, wordMax)),
      objectReference: objectReference === null ? null : toStorableText(objectReference.slice(0, wordMax)),
      payload: toStorableJson({ about, ownId, message: redact(message.payload) }),
      status: statusOf(message),
      lastError: message.parkedBecause,
      receivedAt: this.clock.wall(),
    }
  }
}

/** One that does not say who it is, or at a length that no index holds, is known by what it says. */
function knownAs({ id }: GatewayMessage, rawBody: string): string {
  return id === '' || id.length > wordMax ? hash('sha256', rawBody) : toStorableText(id)
}

function statusOf({ parkedBecause, about }: GatewayMessage): 'dead' | 'ignored' | 'pending' {
  if (parkedBecause) return 'dead'
  return about === 'nothing' ? 'ignored' : 'pending'
}
