import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { isUuid } from '#app/shared/ids'
import type { Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { FinishMethodSetup } from '#app/payments/actions/finish_method_setup'
import { FollowFraudWarning } from '#app/payments/actions/follow_fraud_warning'
import { FollowGatewayCustomer } from '#app/payments/actions/follow_gateway_customer'
import { RefreshMethod } from '#app/payments/actions/refresh_method'
import { FollowDispute } from '#app/payments/actions/follow_dispute'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'
import { TakeDownRefunds } from '#app/payments/actions/take_down_refunds'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import {
  type InboxMessage,
  listPendingMessages,
  markHandled,
  postponeMessage,
} from '#app/payments/records/inbox'
import { findSetupAtGateway } from '#app/payments/records/methods'
import { bringSettlementForward } from '#app/payments/records/settlements'
import { findPaymentAtGateway } from '#app/payments/records/payments'

const attemptsMax = 8

type Handled = 'done' | 'ignored' | 'needs_person'

/**
 * Follows messages of a gateway: asks the gateway about the thing that they name. The order in which messages arrive does not matter,
 * because none is believed. Those that came together and name the same thing are followed by asking once.
 */
@inject()
export class HandleWebhook {
  constructor(
    private clock: Clock,
    private refreshPayment: RefreshPayment,
    private finishSetup: FinishMethodSetup,
    private refreshMethod: RefreshMethod,
    private followCustomer: FollowGatewayCustomer,
    private takeDownRefunds: TakeDownRefunds,
    private followDispute: FollowDispute,
    private followFraudWarning: FollowFraudWarning
  ) {}

  /** Things side by side: a gateway that lets one wait delays none of the others. */
  async execute({ messageIds }: { messageIds: string[] }): Promise<void> {
    const messages = await inReadTransaction(() => listPendingMessages(messageIds))
    const things = Map.groupBy(messages, thingOf)
    const followed = await Promise.allSettled([...things.values()].map((same) => this.followOnce(same)))
    const failed = followed.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  private async followOnce(messages: InboxMessage[]): Promise<void> {
    const [first] = messages
    if (!first) return
    try {
      const gateway = (await inReadTransaction(() => findGateway(first.gatewayId)))!
      const handled = await this.follow(first, gateway)
      const needsPerson = handled === 'needs_person'
      const lastError = needsPerson ? 'What it is about has to be looked at by a person' : null
      const ids = messages.map(({ id }) => id)
      await markHandled(ids, { status: needsPerson ? 'dead' : handled, lastError })
    } catch (error) {
      await Promise.all(messages.map((message) => this.postpone(message, error)))
    }
  }

  private async follow(
    { payload, objectReference: reference }: InboxMessage,
    gateway: Gateway
  ): Promise<Handled> {
    const id = typeof payload.ownId === 'string' && isUuid(payload.ownId) ? payload.ownId : null
    if (payload.about === 'needs_person') return 'needs_person'
    if (!reference) return 'ignored'
    switch (payload.about) {
      case 'payment':
        return this.followPayment(gateway, { reference, id })
      case 'setup':
        return this.followSetup(gateway, { reference, id })
      case 'method':
        return (await this.refreshMethod.execute({ gateway, reference })) ? 'done' : 'ignored'
      case 'mandate':
        return (await this.refreshMethod.followMandate({ gateway, reference })) ? 'done' : 'ignored'
      case 'customer':
        return (await this.followCustomer.execute({ gateway, reference })) ? 'done' : 'ignored'
      case 'refund':
        return toHandled(await this.takeDownRefunds.follow(gateway, { reference, id }))
      case 'dispute':
        return toHandled(await this.followDispute.execute({ gatewayId: gateway.id, reference }))
      case 'fraud_warning':
        return toHandled(await this.followFraudWarning.execute({ gatewayId: gateway.id, reference }))
      case 'reversal': {
        const followed = toHandled(await this.followDispute.followReversal(gateway, reference))
        return followed === 'done' ? 'done' : 'needs_person'
      }
      case 'payout':
        await inTransaction(() => bringSettlementForward(gateway.id, this.clock.wall()))
        return 'done'
      default:
        return 'ignored'
    }
  }

  private async followPayment(
    gateway: Gateway,
    known: { reference: string; id: string | null }
  ): Promise<Handled> {
    const payment = await inReadTransaction(() => findPaymentAtGateway(gateway.id, known))
    if (!payment) return 'ignored'
    const refreshed = await this.refreshPayment.execute({ paymentId: payment.id })
    if (refreshed.ok && refreshed.value.problem)
      throw new Error(`The gateway could not be asked: ${refreshed.value.problem.type}`)
    return 'done'
  }

  private async followSetup(
    gateway: Gateway,
    known: { reference: string; id: string | null }
  ): Promise<Handled> {
    const setup = await inReadTransaction(() => findSetupAtGateway(gateway.id, known))
    if (!setup) return 'ignored'
    const finished = await this.finishSetup.execute({ setupId: setup.id })
    if (!finished.ok) throw new Error(`The gateway could not be asked: ${finished.error.type}`)
    return 'done'
  }

  private async postpone({ id, attempts: before }: InboxMessage, error: unknown): Promise<void> {
    const attempts = before + 1
    const nextAttemptAt = addDuration(this.clock.wall(), { minutes: Math.min(2 ** attempts / 4, 60) })
    const lastError = error instanceof Error ? error.message : String(error)
    const status = attempts >= attemptsMax ? 'dead' : 'pending'
    await postponeMessage(id, { status, attempts, lastError, nextAttemptAt })
  }
}

/** What a message is about; messages with the same answer are followed together. */
function thingOf({ id, gatewayId, objectReference, payload }: InboxMessage): string {
  const { about, ownId } = payload
  return objectReference ? JSON.stringify([gatewayId, about, objectReference, ownId]) : id
}

/** What could not be asked now is tried again later. */
function toHandled(followed: Result<boolean, GatewayFailure>): Handled {
  if (!followed.ok) throw new Error(`The gateway could not be asked: ${followed.error.type}`)
  return followed.value ? 'done' : 'ignored'
}
