import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { EnsureGatewayCustomer } from '#app/payments/actions/ensure_gateway_customer'
import { openGateway } from '#app/payments/actions/open_gateway'
import type { Consent } from '#app/payments/domain/payment'
import { findReturnUrls } from '#app/payments/queries/find_return_urls'
import type { BrowserForm, GatewayPage } from '#app/payments/drivers/contract'
import { driverNamed } from '#app/payments/drivers/registry'
import { listGatewayRows } from '#app/payments/records/gateways'
import { insertSetup, type MethodSetup, updateSetup } from '#app/payments/records/methods'

export interface BeginMethodSetupInput {
  customerId: string
  consent: Omit<Consent, 'at'>
  /** At which gateway; the first that keeps methods, when left out. */
  gatewayId?: string | null
}

export type BeginMethodSetupError =
  | { type: 'no_gateway' }
  /** What was chosen is not connected, or keeps no methods. */
  | { type: 'gateway_not_found' }
  | { type: 'gateway_unavailable' }

/** A method that is being saved, and where its customer goes on with it: in the gateway's form, or at its own page. */
export interface BegunMethodSetup {
  setup: MethodSetup
  form: BrowserForm | null
  page: GatewayPage | null
}

/** Begins to save a card or an account without charging it: its customer agrees in the gateway's own form or at its page. */
@inject()
export class BeginMethodSetup {
  constructor(
    private clock: Clock,
    private ensureCustomer: EnsureGatewayCustomer
  ) {}

  async execute(input: BeginMethodSetupInput): Promise<Result<BegunMethodSetup, BeginMethodSetupError>> {
    const { customerId } = input
    const begun = await inTransaction(() => this.insert(input))
    if (!begun.ok) return begun
    const { setup, gateway } = begun.value
    const connection = openGateway(gateway, { kind: 'method_setup', id: setup.id })
    const customer = await this.ensureCustomer.execute({ connection, gatewayId: gateway.id, customerId })
    if (!customer.ok) return err({ type: 'gateway_unavailable' })
    const made = await connection.beginSetup({
      setupId: setup.id,
      customerReference: customer.value,
      marks: { tenant_id: currentTenant().id },
      idempotencyKey: `${setup.id}:setup`,
      ...(await findReturnUrls('methodSetup', setup.id)),
    })
    if (!made.ok || !(made.value.clientSecret || made.value.page)) return err({ type: 'gateway_unavailable' })
    const { reference, clientSecret, page } = made.value
    await inTransaction(() => updateSetup(setup.id, { gatewayReference: reference }))
    return ok({
      setup: { ...setup, gatewayReference: reference },
      form: clientSecret ? connection.describeForm({ purpose: 'setup', clientSecret }) : null,
      page,
    })
  }

  private async insert({ customerId, consent, gatewayId }: BeginMethodSetupInput) {
    const gateway = (await listGatewayRows()).find(
      ({ id, status, driver }) =>
        status === 'active' &&
        (!gatewayId || id === gatewayId) &&
        driverNamed(driver).capabilities.savedMethods
    )
    if (!gateway) return err({ type: gatewayId ? ('gateway_not_found' as const) : ('no_gateway' as const) })
    const now = this.clock.now()
    const setup: MethodSetup = {
      id: newId(),
      customerId,
      gatewayId: gateway.id,
      status: 'created',
      gatewayReference: null,
      failure: null,
      paymentMethodId: null,
      consent: { ...consent, at: now.toISOString() },
      nextCheckAt: addDuration(now, { minutes: 15 }),
      createdAt: now,
    }
    await insertSetup(setup)
    return ok({ setup, gateway })
  }
}
