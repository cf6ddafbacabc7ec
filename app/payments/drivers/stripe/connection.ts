import type Stripe from 'stripe'
import { err, ok } from '#app/shared/result'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import type {
  BrowserForm,
  DisputeCalls,
  GatewayConnection,
  GatewayPayment,
  Outcome,
  PaymentRequest,
  PayoutCalls,
  RefundCalls,
  WebhookSetupCalls,
} from '#app/payments/drivers/contract'
import { checkStripeAccount, stripeWebhookSetup } from '#app/payments/drivers/stripe/account'
import { toStripeAmount } from '#app/payments/drivers/stripe/amounts'
import { originsOf, type StripeConfig } from '#app/payments/drivers/stripe/config'
import { stripePayouts } from '#app/payments/drivers/stripe/payouts'
import { commonParams, hasOtherState, notRepresentable, orNull } from '#app/payments/drivers/stripe/requests'
import { stripeDisputes } from '#app/payments/drivers/stripe/disputes'
import { stripeRefunds } from '#app/payments/drivers/stripe/refunds'
import { outcomeOf } from '#app/payments/drivers/stripe/failures'
import {
  paymentExpand,
  toGatewayPayment,
  toGatewaySetup,
  toMethod,
} from '#app/payments/drivers/stripe/translate'
import { checkRights } from '#app/payments/drivers/stripe/rights'
import { openStripe } from '#app/payments/drivers/stripe/transport'
import { isStripeCustomerKept, readStripeMandate } from '#app/payments/drivers/stripe/vault'

/** Pages of a customer's payments that are looked through for one of ours: more than anybody has in a day. */
const searchedMax = 300

/** One Stripe account, asked about one thing of ours. */
export class StripeConnection implements GatewayConnection {
  readonly continuing = null
  readonly refunds: RefundCalls
  readonly disputes: DisputeCalls
  readonly payouts: PayoutCalls
  readonly webhookSetup: WebhookSetupCalls
  private readonly stripe: Stripe

  constructor(
    private readonly config: StripeConfig,
    subject: CallSubject
  ) {
    this.stripe = openStripe(config, subject)
    this.refunds = stripeRefunds(this.stripe)
    this.disputes = stripeDisputes(this.stripe)
    this.payouts = stripePayouts(this.stripe)
    this.webhookSetup = stripeWebhookSetup(this.stripe)
  }

  async checkAccount() {
    const account = await checkStripeAccount(this.stripe)
    if (!account.ok) return account
    const rights = await checkRights(this.stripe, this.config.secretKey)
    return rights.ok ? account : rights
  }

  ensureCustomer({ name, email, marks, idempotencyKey }: Parameters<GatewayConnection['ensureCustomer']>[0]) {
    return outcomeOf(async () => {
      const customer = await this.stripe.customers.create(
        { name, email, metadata: marks },
        { idempotencyKey }
      )
      return { reference: customer.id }
    })
  }

  async beginPayment(request: PaymentRequest): Outcome<GatewayPayment> {
    const amount = toStripeAmount(request.money)
    if (amount === null) return err(notRepresentable(request.money))
    const { methodReference } = request
    return this.create(request, {
      ...commonParams(request, amount),
      // Cards that send people to other sites would need an address to return to; a saved card never does.
      automatic_payment_methods: { enabled: true, ...(methodReference ? { allow_redirects: 'never' } : {}) },
      ...(methodReference ? { payment_method: methodReference, confirm: true } : {}),
      ...(request.savesMethod && !methodReference ? { setup_future_usage: 'off_session' } : {}),
    })
  }

  async chargeSavedMethod(request: PaymentRequest & { methodReference: string }): Outcome<GatewayPayment> {
    const amount = toStripeAmount(request.money)
    if (amount === null) return err(notRepresentable(request.money))
    return this.create(request, {
      ...commonParams(request, amount),
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      payment_method: request.methodReference,
      off_session: true,
      confirm: true,
    })
  }

  async capture({ reference, money, idempotencyKey }: Parameters<GatewayConnection['capture']>[0]) {
    const amount = toStripeAmount(money)
    if (amount === null) return err(notRepresentable(money))
    return this.endOrLook(reference, () =>
      this.stripe.paymentIntents.capture(
        reference,
        { amount_to_capture: amount, expand: paymentExpand },
        { idempotencyKey }
      )
    )
  }

  cancel({ reference, idempotencyKey }: Parameters<GatewayConnection['cancel']>[0]) {
    return this.endOrLook(reference, () =>
      this.stripe.paymentIntents.cancel(
        reference,
        { cancellation_reason: 'abandoned', expand: paymentExpand },
        { idempotencyKey }
      )
    )
  }

  findPayment(reference: string): Outcome<GatewayPayment | null> {
    return outcomeOf(
      () =>
        orNull(async () =>
          toGatewayPayment(await this.stripe.paymentIntents.retrieve(reference, { expand: paymentExpand }))
        ),
      { isReading: true }
    )
  }

  /** A list, never the search: what Stripe's search finds is minutes old. */
  searchPayment({ paymentId, customerReference }: Parameters<GatewayConnection['searchPayment']>[0]) {
    return outcomeOf(
      async () => {
        const list = this.stripe.paymentIntents.list({
          customer: customerReference,
          limit: 100,
          expand: paymentExpand.map((field) => `data.${field}`),
        })
        const intents = await list.autoPagingToArray({ limit: searchedMax })
        const found = intents.find((intent) => intent.metadata.payment_id === paymentId)
        return found ? toGatewayPayment(found) : null
      },
      { isReading: true }
    )
  }

  beginSetup({
    customerReference,
    marks,
    setupId,
    idempotencyKey,
  }: Parameters<GatewayConnection['beginSetup']>[0]) {
    return outcomeOf(async () =>
      toGatewaySetup(
        await this.stripe.setupIntents.create(
          {
            customer: customerReference,
            usage: 'off_session',
            automatic_payment_methods: { enabled: true },
            metadata: { ...marks, setup_id: setupId },
            expand: ['payment_method'],
          },
          { idempotencyKey }
        )
      )
    )
  }

  findSetup(reference: string) {
    return outcomeOf(
      () =>
        orNull(async () =>
          toGatewaySetup(await this.stripe.setupIntents.retrieve(reference, { expand: ['payment_method'] }))
        ),
      { isReading: true }
    )
  }

  readMethod(reference: string) {
    return outcomeOf(
      () =>
        orNull(async () => {
          const method = await this.stripe.paymentMethods.retrieve(reference)
          return method.customer === null ? null : toMethod(method)
        }),
      { isReading: true }
    )
  }

  readMandate(reference: string) {
    return readStripeMandate(this.stripe, reference)
  }

  isCustomerKept(reference: string) {
    return isStripeCustomerKept(this.stripe, reference)
  }

  /** What is detached already, or gone, is what was asked for. */
  async detachMethod(reference: string) {
    const read = await this.readMethod(reference)
    if (!read.ok) return read
    if (read.value === null) return ok()
    return outcomeOf(async () => {
      await this.stripe.paymentMethods.detach(reference, {}, { idempotencyKey: `${reference}:detach` })
    })
  }

  describeForm({ purpose, clientSecret }: Parameters<GatewayConnection['describeForm']>[0]): BrowserForm {
    return {
      driver: 'stripe',
      purpose,
      scriptUrl: this.config.scriptUrl,
      publishableKey: this.config.publishableKey,
      clientSecret,
      origins: originsOf({ config: { ...this.config } }),
    }
  }

  private create(request: PaymentRequest, params: Stripe.PaymentIntentCreateParams): Outcome<GatewayPayment> {
    return outcomeOf(
      async () =>
        toGatewayPayment(
          await this.stripe.paymentIntents.create(
            { ...params, expand: paymentExpand },
            { idempotencyKey: request.idempotencyKey }
          )
        ),
      { toPayment: toGatewayPayment }
    )
  }

  /** Ends a payment; where its state no longer allows that, says where it stands instead. */
  private async endOrLook(
    reference: string,
    end: () => Promise<Stripe.PaymentIntent>
  ): Outcome<GatewayPayment> {
    return outcomeOf(async () => {
      try {
        return toGatewayPayment(await end())
      } catch (error) {
        if (!hasOtherState(error)) throw error
        return toGatewayPayment(
          await this.stripe.paymentIntents.retrieve(reference, { expand: paymentExpand })
        )
      }
    })
  }
}
