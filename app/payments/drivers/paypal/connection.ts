import { err, ok } from '#app/shared/result'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import type {
  BrowserForm,
  ContinuingCalls,
  DisputeCalls,
  GatewayConnection,
  GatewayFailure,
  GatewayPayment,
  Outcome,
  PaymentRequest,
  PayoutCalls,
  RefundCalls,
  WebhookSetupCalls,
} from '#app/payments/drivers/contract'
import { checkPayPalAccount, paypalWebhookSetup } from '#app/payments/drivers/paypal/account'
import { fromAmount } from '#app/payments/drivers/paypal/amounts'
import type { Authorization, Capture, Order, VaultToken } from '#app/payments/drivers/paypal/api_types'
import type { PayPalConfig } from '#app/payments/drivers/paypal/config'
import { paypalContinuing } from '#app/payments/drivers/paypal/continuing'
import { paypalDisputes } from '#app/payments/drivers/paypal/disputes'
import { NotDone, orNull, outcomeOf, toDecline } from '#app/payments/drivers/paypal/failures'
import { issueRules, lapsedRule, stateIssues } from '#app/payments/drivers/paypal/issues'
import { findCharge } from '#app/payments/drivers/paypal/lookup'
import { paypalPayouts } from '#app/payments/drivers/paypal/payouts'
import { PayPalRefusal } from '#app/payments/drivers/paypal/refusals'
import { paypalRefunds } from '#app/payments/drivers/paypal/refunds'
import {
  amountOf,
  approvingWallet,
  orderBody,
  savedWallet,
  setupBody,
} from '#app/payments/drivers/paypal/requests'
import { toGatewayPayment, toGatewaySetup, toMethod } from '#app/payments/drivers/paypal/translate'
import { PayPalClient } from '#app/payments/drivers/paypal/transport'
import { readSetup } from '#app/payments/drivers/paypal/vault'

/** One account at PayPal, asked about one thing of ours. A payment is an order, and its reference the order's id. */
export class PayPalConnection implements GatewayConnection {
  readonly continuing: ContinuingCalls
  readonly refunds: RefundCalls
  readonly disputes: DisputeCalls
  readonly payouts: PayoutCalls
  readonly webhookSetup: WebhookSetupCalls
  private readonly client: PayPalClient

  constructor(
    private readonly config: PayPalConfig,
    subject: CallSubject
  ) {
    this.client = new PayPalClient(config, subject)
    this.continuing = paypalContinuing(this.client)
    this.refunds = paypalRefunds(this.client)
    this.disputes = paypalDisputes(this.client)
    this.payouts = paypalPayouts(this.client)
    this.webhookSetup = paypalWebhookSetup(this.client)
  }

  checkAccount() {
    return checkPayPalAccount(this.client)
  }

  /** PayPal makes customers by itself, when an account is kept; until then ours are known by our own id. */
  async ensureCustomer({ customerId }: { customerId: string }) {
    return ok({ reference: customerId })
  }

  beginPayment(request: PaymentRequest): Outcome<GatewayPayment> {
    const { methodReference } = request
    const wallet = methodReference
      ? savedWallet({ ...request, methodReference }, 'CUSTOMER', this.config)
      : approvingWallet(request, this.config)
    return this.create(request, wallet)
  }

  /** Where PayPal wants its payer, the order waits for them under a link. Without an order there is nothing to confirm: a refusal. */
  async chargeSavedMethod(request: PaymentRequest & { methodReference: string }): Outcome<GatewayPayment> {
    const made = await this.create(request, savedWallet(request, 'MERCHANT', this.config))
    if (made.ok)
      return made.value.state === 'awaiting_method' && !made.value.decline ? err(askedFor(made.value)) : made
    const { error } = made
    if (error.type !== 'action_required' || error.payment) return made
    return err({
      type: 'declined',
      decline: { ...error.decline, kind: 'declined', category: 'soft_decline' },
      payment: null,
    })
  }

  /** An authorisation may be captured for more than it holds at PayPal; we never do. */
  capture({ reference, money, idempotencyKey }: Parameters<GatewayConnection['capture']>[0]) {
    return outcomeOf(async () => {
      const order = await this.order(reference)
      const held = heldIn(order)
      if (!held) return toGatewayPayment(order, this.config)
      const amount = amountOf(money)
      if (money.amount > fromAmount(held.amount).amount)
        throw new NotDone({ type: 'misconfigured', reason: `${amount.value} ${amount.currency_code} is more than PayPal holds` }) // prettier-ignore
      return this.endOrLook(reference, () =>
        this.client.call<Capture>({
          method: 'POST',
          path: `/v2/payments/authorizations/${held.id}/capture`,
          body: { amount, final_capture: true },
          key: idempotencyKey,
        })
      )
    })
  }

  /** What was never captured cannot be cancelled at PayPal and need not be: without us nothing moves, and it lapses by itself. */
  cancel({ reference, idempotencyKey }: Parameters<GatewayConnection['cancel']>[0]) {
    return outcomeOf(async () => {
      const order = await orNull(() => this.order(reference))
      if (!order)
        throw new NotDone({ type: 'declined', decline: toDecline('ORDER_EXPIRED', lapsedRule), payment: null }) // prettier-ignore
      const held = heldIn(order)
      if (held) {
        return this.endOrLook(reference, () =>
          this.client.call({
            method: 'POST',
            path: `/v2/payments/authorizations/${held.id}/void`,
            key: idempotencyKey,
          })
        )
      }
      const payment = toGatewayPayment(order, this.config)
      const hasMoved = payment.state === 'succeeded' || payment.state === 'processing'
      return hasMoved ? payment : { ...payment, state: 'cancelled' as const, page: null }
    })
  }

  findPayment(reference: string): Outcome<GatewayPayment | null> {
    return outcomeOf(() => orNull(async () => toGatewayPayment(await this.order(reference), this.config)), {
      isReading: true,
    })
  }

  async searchPayment({ paymentId }: Parameters<GatewayConnection['searchPayment']>[0]) {
    const found = await findCharge(this.client, paymentId)
    if (!found.ok) return found
    return found.value === null ? ok(null) : this.findPayment(found.value)
  }

  beginSetup(input: Parameters<GatewayConnection['beginSetup']>[0]) {
    return outcomeOf(async () =>
      toGatewaySetup(
        await this.client.call<VaultToken>({
          method: 'POST',
          path: '/v3/vault/setup-tokens',
          body: setupBody(input, this.config),
          key: input.idempotencyKey,
        }),
        null
      )
    )
  }

  findSetup(reference: string) {
    return outcomeOf(() => orNull(() => readSetup(this.client, reference)), { isReading: true })
  }

  readMethod(reference: string) {
    return outcomeOf(
      () =>
        orNull(async () => {
          const token = await this.client.call<VaultToken>({ method: 'GET', path: tokenPath(reference) })
          return toMethod(token.id, token.payment_source?.paypal)
        }),
      { isReading: true }
    )
  }

  /** What is forgotten already is what was asked for. */
  detachMethod(reference: string): Outcome<void> {
    return outcomeOf(async () => {
      await orNull(() => this.client.call({ method: 'DELETE', path: tokenPath(reference) }))
    })
  }

  describeForm(): BrowserForm {
    throw new Error('PayPal has no form within our page: its customers agree at its own')
  }

  private create(request: PaymentRequest, wallet: object): Outcome<GatewayPayment> {
    return outcomeOf(async () =>
      toGatewayPayment(
        await this.client.call<Order>({
          method: 'POST',
          path: '/v2/checkout/orders',
          body: orderBody(request, wallet),
          key: request.idempotencyKey,
        }),
        this.config
      )
    )
  }

  private order(reference: string): Promise<Order> {
    return this.client.call<Order>({
      method: 'GET',
      path: `/v2/checkout/orders/${encodeURIComponent(reference)}`,
    })
  }

  /** Ends what is held, and says where the payment stands then; also where its state no longer allowed that. */
  private async endOrLook(reference: string, end: () => Promise<unknown>): Promise<GatewayPayment> {
    try {
      await end()
    } catch (error) {
      const isOver = error instanceof PayPalRefusal && stateIssues.has(error.issue)
      if (!isOver) throw error
    }
    return toGatewayPayment(await this.order(reference), this.config)
  }
}

function askedFor(payment: GatewayPayment): GatewayFailure {
  const decline = toDecline('PAYER_ACTION_REQUIRED', issueRules.PAYER_ACTION_REQUIRED!)
  return { type: 'action_required', decline, payment }
}

function heldIn(order: Order): Authorization | null {
  const [held] = order.purchase_units?.[0]?.payments?.authorizations ?? []
  return held?.status === 'CREATED' || held?.status === 'PENDING' ? held : null
}

function tokenPath(reference: string): string {
  return `/v3/vault/payment-tokens/${encodeURIComponent(reference)}`
}
