import type { Call } from './account.ts'
import type { CardBehaviour } from './cards.ts'
import { newId, randomText } from './ids.ts'
import type { ThreeDSecure } from './money_objects.ts'
import type { NextAction, PaymentIntent, PaymentMethod, SetupIntent } from './objects.ts'
import { behaviourOf } from './payment_method_records.ts'
import type { Authentication } from './records.ts'

/** Whether the bank wants to see its cardholder before this use of the card. */
export function needsAuthentication(
  call: Call,
  method: PaymentMethod,
  use: { offSession: boolean; requested: string }
): boolean {
  const { authentication } = behaviourOf(call, method)
  const setUp = call.records.vault.get(method.id)?.setUp ?? false
  switch (authentication) {
    case 'always':
      return true
    case 'unless_set_up':
      return !setUp || (isForced(use.requested) && !use.offSession)
    case 'on_session':
      return !use.offSession
    case 'supported':
      return isForced(use.requested) && !use.offSession
    case undefined:
      return false
  }
}

/** The cardholder was asked: an earlier question about the same intent no longer counts. */
export function askForAuthentication(
  call: Call,
  intent: PaymentIntent | SetupIntent,
  method: PaymentMethod
): NextAction {
  const { authentications } = call.records
  for (const open of authentications.view().filter((item) => item.intent === intent.id)) {
    if (open.state === 'open') authentications.put(open.id, { ...open, state: 'superseded' })
  }
  const inPlace = call.params.flag('use_stripe_sdk') === true
  const returnUrl = inPlace ? null : (call.params.text('return_url') ?? null)
  const id = newId('payatt')
  authentications.insert(id, { id, intent: intent.id, paymentMethod: method.id, returnUrl, state: 'open' })

  const url = `${call.baseUrl}/stripe/3ds/${id}`
  if (returnUrl) {
    return { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } }
  }
  return {
    type: 'use_stripe_sdk',
    use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url, source: id },
  }
}

export function openAuthentication(call: Call, intentId: string): Authentication | undefined {
  return call.records.authentications
    .view()
    .findLast((item) => item.intent === intentId && item.state === 'open')
}

export function threeDSecureResult(authenticated: boolean): ThreeDSecure {
  return {
    authentication_flow: authenticated ? 'challenge' : null,
    electronic_commerce_indicator: authenticated ? '05' : '06',
    exemption_indicator: null,
    result: authenticated ? 'authenticated' : 'attempt_acknowledged',
    result_reason: null,
    transaction_id: randomText(24),
    version: '2.2.0',
  }
}

/** Forced authentication of a card that is not enrolled passes with an acknowledgement only. */
export function unenrolledResult(behaviour: CardBehaviour, requested: string): ThreeDSecure | null {
  return isForced(requested) && behaviour.authentication === undefined ? threeDSecureResult(false) : null
}

function isForced(requested: string): boolean {
  return requested === 'any' || requested === 'challenge'
}
