import { toDecimal } from '#app/shared/money/money'
import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import { err, ok, type Result } from '#app/shared/result'
import { checkBtcpayAccount, btcpayWebhookSetup } from '#app/payments/drivers/btcpay/account'
import { percentOf } from '#app/payments/drivers/btcpay/amounts'
import type { BtcpayInvoice, BtcpayMethod } from '#app/payments/drivers/btcpay/answers'
import { type BtcpayConfig, toleranceOf } from '#app/payments/drivers/btcpay/config'
import { findLateRates, lateTransfers } from '#app/payments/drivers/btcpay/late_rates'
import { btcpayRefunds } from '#app/payments/drivers/btcpay/refunds'
import { toGatewayPayment } from '#app/payments/drivers/btcpay/translate'
import { askBtcpay, type Asked } from '#app/payments/drivers/btcpay/transport'
import type {
  BrowserForm,
  GatewayConnection,
  GatewayFailure,
  GatewayPayment,
  Outcome,
  PaymentRequest,
  RefundCalls,
  WebhookSetupCalls,
} from '#app/payments/drivers/contract'

const cannot = (what: string): GatewayFailure => ({
  type: 'misconfigured',
  reason: `Coins cannot be ${what}`,
})

/** One store on one server, asked about one thing of ours. */
export class BtcpayConnection implements GatewayConnection {
  readonly continuing = null
  readonly disputes = null
  readonly payouts = null
  readonly refunds: RefundCalls
  readonly webhookSetup: WebhookSetupCalls
  private knownRates: ReadonlyMap<string, string> = new Map()

  constructor(
    private readonly config: BtcpayConfig,
    private readonly subject: CallSubject
  ) {
    this.refunds = btcpayRefunds((asked) => this.ask(asked), config.storeId)
    this.webhookSetup = btcpayWebhookSetup((asked) => this.ask(asked), config.storeId)
  }

  rememberRates(known: ReadonlyMap<string, string>): void {
    this.knownRates = known
  }

  checkAccount() {
    return checkBtcpayAccount((asked) => this.ask(asked), this.config)
  }

  /** The server knows no customers: an invoice is all there is. */
  async ensureCustomer({
    customerId,
  }: Parameters<GatewayConnection['ensureCustomer']>[0]): Outcome<{ reference: string }> {
    return ok({ reference: customerId })
  }

  /** There is no idempotency key: what was made for this payment is looked for first. */
  async beginPayment(request: PaymentRequest): Outcome<GatewayPayment> {
    if (request.capture === 'manual') return err(cannot('held before they are taken'))
    const known = await this.findByOrder(request.paymentId)
    if (!known.ok) return known
    const invoice = known.value ? ok(known.value) : await this.create(request)
    if (!invoice.ok) return invoice
    const payment = await this.complete(invoice.value)
    if (payment.ok && payment.value.isLive !== this.config.isLive)
      return err({
        type: 'misconfigured',
        reason: 'The store takes coins of another network than the gateway is connected for',
      })
    return payment
  }

  async chargeSavedMethod(): Outcome<GatewayPayment> {
    return err(cannot('taken without their owner'))
  }

  async capture(): Outcome<GatewayPayment> {
    return err(cannot('held before they are taken'))
  }

  /** Closes an invoice that nobody paid. Where coins were seen it stays open until it is known what became of them. */
  async cancel({ reference }: Parameters<GatewayConnection['cancel']>[0]): Outcome<GatewayPayment> {
    const seen = await this.read(reference)
    if (!seen.ok) return seen
    if (!seen.value)
      return err({ type: 'misconfigured', reason: 'BTCPay does not know the invoice to close' })
    const { payment, hasTransfers } = seen.value
    if (payment.state !== 'awaiting_method' || hasTransfers) return ok(payment)
    const marked = await this.ask<BtcpayInvoice>({
      method: 'POST',
      path: `${this.invoices}/${reference}/status`,
      body: { status: 'Invalid' },
    })
    if (!marked.ok && marked.error.type !== 'misconfigured') return marked
    // What could not be closed has moved on: where it stands is the answer.
    const after = await this.read(reference)
    if (!after.ok) return after
    return after.value
      ? ok(after.value.payment)
      : err({ type: 'misconfigured', reason: 'The invoice is gone' })
  }

  async findPayment(reference: string): Outcome<GatewayPayment | null> {
    const seen = await this.read(reference)
    return seen.ok ? ok(seen.value?.payment ?? null) : seen
  }

  async searchPayment({
    paymentId,
  }: Parameters<GatewayConnection['searchPayment']>[0]): Outcome<GatewayPayment | null> {
    const found = await this.findByOrder(paymentId)
    if (!found.ok) return found
    return found.value ? this.complete(found.value) : ok(null)
  }

  async beginSetup(): ReturnType<GatewayConnection['beginSetup']> {
    return err(cannot('saved as a method'))
  }

  async findSetup(): ReturnType<GatewayConnection['findSetup']> {
    return ok(null)
  }

  async readMethod(): ReturnType<GatewayConnection['readMethod']> {
    return ok(null)
  }

  async detachMethod(): Outcome<void> {
    return ok()
  }

  describeForm(): BrowserForm {
    throw new Error('BTCPay has no form in the browser: its payments carry a page')
  }

  private get invoices(): string {
    return `/stores/${this.config.storeId}/invoices`
  }

  private ask<T>(asked: Asked): Promise<Result<T | null, GatewayFailure>> {
    return askBtcpay<T>(this.config, this.subject, asked)
  }

  private async create(request: PaymentRequest): Promise<Result<BtcpayInvoice, GatewayFailure>> {
    const { paymentId, money, description, marks, returnUrl } = request
    const { speedPolicy, expirationMinutes, monitoringMinutes } = this.config
    const made = await this.ask<BtcpayInvoice>({
      method: 'POST',
      path: this.invoices,
      body: {
        amount: toDecimal(money),
        currency: money.currency,
        metadata: { ...marks, orderId: paymentId, itemDesc: description },
        checkout: {
          speedPolicy,
          expirationMinutes,
          monitoringMinutes,
          paymentTolerance: percentOf(toleranceOf(money, this.config), money.amount),
          redirectURL: returnUrl,
          redirectAutomatically: true,
        },
        receipt: { enabled: false },
      },
    })
    if (!made.ok) return made
    if (!made.value) return err({ type: 'misconfigured', reason: 'BTCPay does not know the store' })
    // Somebody else may have made one at the same moment: both then agree on the older one. Who cannot look shows none, for two
    // addresses of one payment would be paid twice; it is looked for with the next try.
    const agreed = await this.findByOrder(paymentId)
    return agreed.ok ? ok(agreed.value ?? made.value) : agreed
  }

  /** The oldest invoice for a payment of ours; the server lists the newest first. */
  private async findByOrder(paymentId: string): Promise<Result<BtcpayInvoice | null, GatewayFailure>> {
    const listed = await this.ask<BtcpayInvoice[]>({
      method: 'GET',
      path: this.invoices,
      query: { orderId: paymentId },
    })
    if (!listed.ok) return listed
    // Held against the answer as well: a server that does not know the question lists everything.
    const own = (listed.value ?? []).filter(({ metadata }) => metadata?.orderId === paymentId)
    return ok(own.at(-1) ?? null)
  }

  private async read(
    reference: string
  ): Promise<Result<{ payment: GatewayPayment; hasTransfers: boolean } | null, GatewayFailure>> {
    const invoice = await this.ask<BtcpayInvoice>({ method: 'GET', path: `${this.invoices}/${reference}` })
    if (!invoice.ok || !invoice.value) return invoice.ok ? ok(null) : invoice
    const methods = await this.methodsOf(reference)
    if (!methods.ok) return methods
    const hasTransfers = methods.value.some(({ payments = [] }) =>
      payments.some(({ status }) => status !== 'Invalid')
    )
    const payment = await this.value(invoice.value, methods.value)
    return payment.ok ? ok({ payment: payment.value, hasTransfers }) : payment
  }

  private async complete(invoice: BtcpayInvoice): Outcome<GatewayPayment> {
    const methods = await this.methodsOf(invoice.id)
    return methods.ok ? this.value(invoice, methods.value) : methods
  }

  /** What came after the price had run out is worth what it was when it came. */
  private async value(invoice: BtcpayInvoice, methods: BtcpayMethod[]): Outcome<GatewayPayment> {
    const { storeId } = this.config
    const asked = { storeId, currency: invoice.currency, late: lateTransfers(invoice, methods) }
    const rates = await findLateRates((each) => this.ask(each), asked, this.knownRates)
    return rates.ok ? ok(toGatewayPayment(invoice, methods, this.config, rates.value)) : rates
  }

  private async methodsOf(reference: string): Promise<Result<BtcpayMethod[], GatewayFailure>> {
    const methods = await this.ask<BtcpayMethod[]>({
      method: 'GET',
      path: `${this.invoices}/${reference}/payment-methods`,
    })
    return methods.ok ? ok(methods.value ?? []) : methods
  }
}
