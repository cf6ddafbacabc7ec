import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { type Money, money } from '#app/shared/money/money'
import type { Result } from '#app/shared/result'
import type {
  GatewayConnection,
  GatewayFailure,
  GatewayMethod,
  GatewayPayment,
  GatewaySettings,
  GatewaySetup,
  Outcome,
  PaymentDriver,
  PaymentRequest,
} from '#app/payments/drivers/contract'
import type { Sandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

/** What the suite needs to know of a driver and its stand-in; nothing in it names a gateway. */
export interface Subject {
  driver: PaymentDriver
  sandbox: () => Sandbox
  settings(sandbox: Sandbox): GatewaySettings
  /** Secrets of the right form that open nothing. */
  wrongSecrets: Record<string, string>
  /** References of methods that behave as their names say, ready to be charged without their customer; null where none are kept. */
  card:
    | ((
        sandbox: Sandbox,
        customerReference: string,
        behaviour: 'good' | 'declined' | 'needs_authentication'
      ) => Promise<string>)
    | null
  /** What the customer does in the gateway's form, on its page or with a wallet. */
  pay(sandbox: Sandbox, begun: GatewayPayment | GatewaySetup): Promise<void>
  /** Money that the stand-in really took, in the gateway's own count. */
  taken(sandbox: Sandbox): Promise<{ amount: number; currency: string }[]>
  /** A bank takes a payment back; for drivers that know disputes. @returns the dispute's reference */
  dispute?(sandbox: Sandbox, paymentReference: string): Promise<string>
  decideDispute?(sandbox: Sandbox, reference: string, outcome: 'won' | 'lost'): Promise<void>
  /** Strikes the call that makes a payment. */
  fault(sandbox: Sandbox, fault: 'timeout_before' | 'timeout_after' | 'error', times: number): Promise<void>
  /** Whether the gateway knows idempotency keys, so that a lost call may be made again at once. */
  knowsKeys: boolean
  /** What it cannot say exactly; null when it can say everything. */
  unsayable: Money | null
  /** Whether signatures hold the time at which they were made. */
  stampsMessages: boolean
  /** How old a message may be, where it is more than some minutes. */
  oldAfterSeconds?: number
  /** Amounts that it can say; those of a card processor where it names none. */
  amounts?: { amount: bigint; currency: string }[]
  /** What is known of a method that was saved; the last digits of the common test card where nothing is named. */
  savedMethod?: Partial<GatewayMethod>
  signed(
    settings: GatewaySettings,
    options: { at: Date; body?: string; secret?: string }
  ): { rawBody: string; headers: Record<string, string> }
}

export interface Line {
  tenant: Tenant
  customer: string
  request(change: Partial<PaymentRequest>): PaymentRequest & { methodReference: string }
  /** A request that can be made without its customer where the gateway keeps methods, and one to begin with elsewhere. */
  ready(change?: Partial<PaymentRequest>): Promise<PaymentRequest & { methodReference: string }>
  take(
    connection: GatewayConnection,
    request: PaymentRequest & { methodReference: string }
  ): Outcome<GatewayPayment>
  run<T>(ask: (connection: GatewayConnection) => Promise<T>): Promise<T>
}

/** Where a gateway's own page sends people back to. */
export const places = {
  returnUrl: 'https://account.example.test/payments/pay_1/return',
  cancelUrl: 'https://account.example.test/payments/pay_1/return?cancelled=1',
}

export async function openLine({ driver, sandbox, settings, card }: Subject): Promise<Line> {
  const tenant = await createTenant()
  const connection = driver.connect(settings(sandbox()), { kind: 'payment', id: newId() })
  const made = await as(tenant, () =>
    connection.ensureCustomer({
      customerId: newId(),
      name: 'Ada Lindgren',
      email: 'ada@example.test',
      marks: {},
      idempotencyKey: newId(),
    })
  )
  if (!made.ok) throw new Error(`No customer: ${JSON.stringify(made.error)}`)
  const customer = made.value.reference
  const request = (change: Partial<PaymentRequest>) =>
    ({
      paymentId: newId(),
      money: money(1401n, 'EUR'),
      capture: 'automatic',
      customerReference: customer,
      methodReference: null,
      savesMethod: false,
      marks: { tenant_id: tenant.id },
      idempotencyKey: newId(),
      description: 'Conformance INV-000001',
      ...places,
      ...change,
    }) as PaymentRequest & { methodReference: string }
  return {
    tenant,
    customer,
    request,
    run: (ask) => as(tenant, () => ask(connection)),
    ready: async (change = {}) =>
      request({ ...(card ? { methodReference: await card(sandbox(), customer, 'good') } : {}), ...change }),
    take: (line, asked) => (card ? line.chargeSavedMethod(asked) : line.beginPayment(asked)),
  }
}

/** Where the customer pays elsewhere, they do so now. */
export async function finish(subject: Subject, begun: Result<GatewayPayment, GatewayFailure>): Promise<void> {
  if (begun.ok && !subject.card) await subject.pay(subject.sandbox(), begun.value)
}

export function typeOf(result: { ok: true } | { ok: false; error: GatewayFailure }): string {
  return result.ok ? 'ok' : result.error.type
}
