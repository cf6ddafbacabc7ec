import { callWithin, type Account, type Call } from './account.ts'
import { settleLater } from './charge_records.ts'
import { registerDeliveries } from './deliveries.ts'
import { bringAftermath } from './disputes.ts'
import { letGo } from './payment_intent_endings.ts'
import { Params } from './params.ts'
import { arrive, dayMs, payOut } from './payouts.ts'
import { settleRefund } from './refunds.ts'

/** What happens at Stripe by itself, some time after a request. */
export function registerTimers(account: Account): void {
  registerDeliveries(account)
  const { timers, store } = account.kit
  const within = (work: (call: Call) => void) =>
    store.transaction(() => work(callWithin(account, new Params({}))))

  timers.on<{ charge: string }>('settle', ({ payload }) =>
    within((call) => settleLater(call, payload.charge))
  )
  timers.on<{ charge: string }>('aftermath', ({ payload }) =>
    within((call) => bringAftermath(call, payload.charge))
  )
  timers.on<{ refund: string }>('refund', ({ payload }) =>
    within((call) => settleRefund(call, payload.refund))
  )
  timers.on<{ payout: string }>('payout_arrives', ({ payload }) =>
    within((call) => void arrive(call, payload.payout))
  )
  timers.on('payouts', () => {
    within((call) => void payOut(call))
    return dayMs
  })
  timers.on<{ intent: string }>('expire_authorisation', ({ payload }) =>
    within((call) => expireAuthorisation(call, payload.intent))
  )
}

/** Nobody captured in time: the bank lets the money go. */
export function expireAuthorisation(call: Call, intentId: string): boolean {
  const intent = call.records.paymentIntents.get(intentId)
  if (intent?.status !== 'requires_capture') return false
  letGo(call, intent, 'automatic')
  return true
}
