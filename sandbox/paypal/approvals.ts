import type { Call } from './account.ts'
import { notFound, unprocessable } from './errors.ts'
import { emit } from './events.ts'
import { orderOf } from './orders.ts'
import { payerNamed, type Payer } from './payers.ts'
import { showOrder } from './presentation.ts'
import type { Approval, Order, SetupToken } from './records.ts'
import { setupOf } from './vault.ts'

const approvedLivesMs = 72 * 3_600_000

/** What payers do on PayPal's pages. Nothing moves before the merchant captures. */
export function approveOrder(call: Call, id: string, approval: Approval): Order {
  const order = orderOf(call, id)
  if (order.status === 'COMPLETED' || order.status === 'VOIDED')
    throw unprocessable('ORDER_ALREADY_COMPLETED', 'The order is completed.')
  payerOf(approval.payer)
  const approved: Order = { ...order, status: 'APPROVED', approval, update_time: call.now }
  call.records.orders.put(id, approved)
  call.account.kit.timers.schedule('lapse_order', { order: id }, { delayMs: approvedLivesMs, key: id })
  emit(call, {
    type: 'CHECKOUT.ORDER.APPROVED',
    resourceType: 'checkout-order',
    resource: showOrder(call, approved),
    summary: 'An order has been approved by buyer',
  })
  return approved
}

export function approveSetup(call: Call, id: string, payer: string): SetupToken {
  const setup = setupOf(call, id)
  if (setup.status === 'VAULTED')
    throw unprocessable('TOKEN_ALREADY_VAULTED', 'The setup token was used before.')
  payerOf(payer)
  return call.records.setupTokens.put(id, { ...setup, status: 'APPROVED', payer })
}

function payerOf(email: string): Payer {
  const payer = payerNamed(email)
  if (!payer) throw notFound(`There is no payer ${email}.`)
  return payer
}

/** Where the payer is sent: the merchant's address with what PayPal adds to it. */
export function addressWith(address: string, fields: Record<string, string>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
  return url.toString()
}
