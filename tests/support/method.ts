import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { BeginMethodSetup, FinishMethodSetup } from '#app/payments/index'
import type { Sandbox } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'

const consent = { text: 'You may charge this card for renewals.', ip: '192.0.2.1', userAgent: 'Browser' }

/** Saves a card as a customer does in the form, without paying. @returns its id */
export async function saveCard(
  { tenant, customerId }: { tenant: Tenant; customerId: string },
  stripe: Sandbox,
  card = 'pm_card_visa'
): Promise<string> {
  const begin = await app.container.make(BeginMethodSetup)
  const finish = await app.container.make(FinishMethodSetup)
  const begun = await as(tenant, () => begin.execute({ customerId, consent }))
  if (!begun.ok) throw new Error(begun.error.type)
  const { setup, form } = begun.value
  await stripe.confirm(form!.clientSecret, card)
  await stripe.authenticate(setup.gatewayReference!)
  const finished = await as(tenant, () => finish.execute({ setupId: setup.id }))
  const id = finished.ok ? finished.value.paymentMethodId : null
  if (!id) throw new Error('The card was not saved')
  return id
}
