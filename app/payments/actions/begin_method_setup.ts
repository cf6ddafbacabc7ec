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
import type { BrowserForm } from '#app/payments/drivers/contract'
import { listGatewayRows } from '#app/payments/records/gateways'
import { insertSetup, type MethodSetup, updateSetup } from '#app/payments/records/methods'

export interface BeginMethodSetupInput {
  customerId: string
  consent: Omit<Consent, 'at'>
}

export type BeginMethodSetupError = { type: 'no_gateway' } | { type: 'gateway_unavailable' }

/** Begins to save a card without charging it: the customer enters it in the gateway's own form. */
@inject()
export class BeginMethodSetup {
  constructor(
    private clock: Clock,
    private ensureCustomer: EnsureGatewayCustomer
  ) {}

  async execute({
    customerId,
    consent,
  }: BeginMethodSetupInput): Promise<
    Result<{ setup: MethodSetup; form: BrowserForm }, BeginMethodSetupError>
  > {
    const begun = await inTransaction(() => this.insert({ customerId, consent }))
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
    if (!made.ok || !made.value.clientSecret) return err({ type: 'gateway_unavailable' })
    const { reference, clientSecret } = made.value
    await inTransaction(() => updateSetup(setup.id, { gatewayReference: reference }))
    return ok({
      setup: { ...setup, gatewayReference: reference },
      form: connection.describeForm({ purpose: 'setup', clientSecret }),
    })
  }

  private async insert({ customerId, consent }: BeginMethodSetupInput) {
    const gateway = (await listGatewayRows()).find(({ status }) => status === 'active')
    if (!gateway) return err({ type: 'no_gateway' as const })
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
