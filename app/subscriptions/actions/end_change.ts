import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { type EventKind, fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { VoidInvoice } from '#app/billing/index'
import {
  type ChangeMove,
  type ChangeMoveNotAllowed,
  moveChange,
  type SubscriptionChange,
} from '#app/subscriptions/domain/subscription_change'
import { subscriptionChangeLapsed, subscriptionChangeWithdrawn } from '#app/subscriptions/events'
import {
  findChangeOwner,
  findOpenChange,
  findOpenChangeOfInvoice,
  lockChange,
  updateChange,
} from '#app/subscriptions/records/changes'
import { lockSubscription } from '#app/subscriptions/records/subscriptions'

export type EndChangeError =
  { type: 'change_not_found' } | { type: 'payment_under_way' } | ChangeMoveNotAllowed

export interface EndChangeInput {
  subscriptionId: string
  move: Extract<ChangeMove, 'withdraw' | 'lapse'>
  reason: string
}

/**
 * Calls a change off that has not taken place: withdrawn by whoever asked for it, or lapsed because it stayed unpaid. Its open invoice
 * is taken back; while a payment for that is under way the change stays, because the money may have come.
 */
@inject()
export class EndChange {
  constructor(
    private clock: Clock,
    private voidInvoice: VoidInvoice,
    private events: EventLog
  ) {}

  execute(input: EndChangeInput): Promise<Result<SubscriptionChange, EndChangeError>> {
    return inTransaction(async () => {
      if (!(await lockSubscription(input.subscriptionId))) return err({ type: 'change_not_found' })
      const open = await findOpenChange(input.subscriptionId)
      const change = open && (await lockChange(open.id))
      return change ? this.end(change, input) : err({ type: 'change_not_found' })
    })
  }

  /** The invoice of a change was taken back by somebody: the change goes with it. */
  async executeForInvoice(invoiceId: string): Promise<void> {
    const changeId = await findOpenChangeOfInvoice(invoiceId)
    const subscriptionId = changeId ? await findChangeOwner(changeId) : null
    if (subscriptionId) await this.execute({ subscriptionId, move: 'lapse', reason: 'invoice_voided' })
  }

  private async end(
    change: SubscriptionChange,
    { move, reason }: EndChangeInput
  ): Promise<Result<SubscriptionChange, EndChangeError>> {
    const isOpenToCustomer = change.status === 'awaiting_payment' || change.status === 'scheduled'
    if (!isOpenToCustomer && reason !== 'cancelled')
      return err({ type: 'change_move_not_allowed', status: change.status })
    const next = moveChange(change.status, move)
    if (!next.ok) return next
    if (change.status === 'awaiting_payment' && change.invoiceId) {
      const voided = await this.voidInvoice.execute({ invoiceId: change.invoiceId, reason: 'The change will not take place' }) // prettier-ignore
      const isPayable = !voided.ok && (voided.error.type === 'payment_under_way' || voided.error.type === 'invoice_not_open' && voided.error.status === 'paid') // prettier-ignore
      if (isPayable) return err({ type: 'payment_under_way' })
    }
    const ended = { status: next.value, finishedAt: this.clock.now(), finishReason: reason }
    await updateChange(change.id, ended)
    await this.announce(change, move === 'lapse' ? subscriptionChangeLapsed : subscriptionChangeWithdrawn, reason) // prettier-ignore
    return ok({ ...change, ...ended })
  }

  private async announce(
    { id, subscriptionId, customerId, toPlanId, content, effectiveOn }: SubscriptionChange,
    kind: EventKind,
    reason: string
  ): Promise<void> {
    const data = {
      subscriptionId,
      changeId: id,
      planId: toPlanId,
      planName: content.planName,
      effectiveOn,
      reason,
    }
    await this.events.record([fact(kind, { kind: 'subscription', id: subscriptionId }, { customerId, data })])
  }
}
