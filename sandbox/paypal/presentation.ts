import { link, type Call } from './account.ts'
import { minorOf, moneyOf } from './amounts.ts'
import { payerNamed } from './payers.ts'
import type { Authorization, Capture, Link, Order, Refund } from './records.ts'

/** Objects as PayPal shows them. */
export function showOrder(call: Call, order: Order): object {
  const { records, account } = call
  const { unit } = order
  const ofOrder = (item: { order: string }) => item.order === order.id
  const captures = records.captures.find(ofOrder)
  const authorizations = records.authorizations.find(ofOrder)
  const ids = new Set(captures.map(({ id }) => id))
  const refunds = records.refunds.find(({ capture }) => ids.has(capture))
  const payments = {
    ...(authorizations.length > 0
      ? { authorizations: authorizations.map((item) => showAuthorization(call, item)) }
      : {}),
    ...(captures.length > 0 ? { captures: captures.map((item) => showCapture(call, item)) } : {}),
    ...(refunds.length > 0 ? { refunds: refunds.map((item) => showRefund(call, item)) } : {}),
  }
  return {
    id: order.id,
    intent: order.intent,
    status: order.status,
    ...sourceOf(order),
    purchase_units: [
      {
        ...unit,
        payee: { email_address: 'shop@business.test', merchant_id: account.merchantId },
        ...(Object.keys(payments).length > 0 ? { payments } : {}),
      },
    ],
    create_time: order.create_time,
    update_time: order.update_time,
    links: orderLinks(call, order),
  }
}

/** What the answer to `Prefer: return=minimal` holds. */
export function showBriefly(shown: object): object {
  const { id, status, links, payment_source: source } = shown as Record<string, unknown>
  return { id, status, ...(source ? { payment_source: source } : {}), links }
}

function sourceOf({ approval, hasSource, vaulted }: Order): object {
  if (!approval) return hasSource ? { payment_source: { paypal: {} } } : {}
  const payer = payerNamed(approval.payer)
  const name = { given_name: payer?.given, surname: payer?.surname }
  const vault = vaulted && {
    ...(vaulted.id ? { id: vaulted.id } : {}),
    status: vaulted.status,
    customer: { id: vaulted.customer },
  }
  const address = { country_code: approval.country ?? payer?.country ?? 'DE' }
  const wallet = {
    email_address: approval.payer,
    account_id: payer?.accountId,
    account_status: 'VERIFIED',
    name,
    address,
    ...(vault ? { attributes: { vault } } : {}),
  }
  return {
    payment_source: { paypal: wallet },
    payer: { email_address: approval.payer, payer_id: payer?.accountId, name, address },
  }
}

export function approvalUrl(call: Call, order: Pick<Order, 'id'>): string {
  return `${call.baseUrl}/checkoutnow?token=${order.id}`
}

function orderLinks(call: Call, order: Order): Link[] {
  const path = `/v2/checkout/orders/${order.id}`
  const links = [link(call.baseUrl, path, 'self')]
  if (order.status === 'CREATED' || order.status === 'PAYER_ACTION_REQUIRED') {
    const rel = order.hasSource ? 'payer-action' : 'approve'
    links.push({ href: approvalUrl(call, order), rel, method: 'GET' })
  }
  if (order.status === 'APPROVED') {
    const verb = order.intent === 'CAPTURE' ? 'capture' : 'authorize'
    links.push(link(call.baseUrl, `${path}/${verb}`, verb, 'POST'))
  }
  return links
}

export function showAuthorization(call: Call, item: Authorization): object {
  const { order, payer: _payer, ...shown } = item
  const path = `/v2/payments/authorizations/${item.id}`
  return {
    ...shown,
    seller_protection: { status: 'NOT_ELIGIBLE' },
    supplementary_data: { related_ids: { order_id: order } },
    links: [
      link(call.baseUrl, path, 'self'),
      ...(item.status === 'CREATED'
        ? ['capture', 'void'].map((verb) => link(call.baseUrl, `${path}/${verb}`, verb, 'POST'))
        : []),
      link(call.baseUrl, `/v2/checkout/orders/${order}`, 'up'),
    ],
  }
}

export function showCapture(call: Call, item: Capture): object {
  const path = `/v2/payments/captures/${item.id}`
  const { id, status, reason, amount, fee, net, custom_id, invoice_id, final_capture } = item
  const up = item.authorization
    ? `/v2/payments/authorizations/${item.authorization}`
    : `/v2/checkout/orders/${item.order}`
  return {
    id,
    status,
    ...(reason ? { status_details: { reason } } : {}),
    amount,
    ...(custom_id ? { custom_id } : {}),
    ...(invoice_id ? { invoice_id } : {}),
    final_capture,
    seller_protection: { status: 'NOT_ELIGIBLE' },
    ...(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'].includes(status)
      ? { seller_receivable_breakdown: { gross_amount: amount, paypal_fee: fee, net_amount: net } }
      : {}),
    payee: { email_address: 'shop@business.test', merchant_id: call.account.merchantId },
    supplementary_data: {
      related_ids: {
        order_id: item.order,
        ...(item.authorization ? { authorization_id: item.authorization } : {}),
      },
    },
    create_time: item.create_time,
    update_time: item.update_time,
    links: [
      link(call.baseUrl, path, 'self'),
      link(call.baseUrl, `${path}/refund`, 'refund', 'POST'),
      link(call.baseUrl, up, 'up'),
    ],
  }
}

export function showRefund(call: Call, item: Refund): object {
  const { capture, reason, ...shown } = item
  const total = call.records.refunds
    .find((other) => other.capture === capture && other.status === 'COMPLETED')
    .reduce((sum, other) => sum + minorOf(other.amount), 0)
  return {
    ...shown,
    ...(reason ? { status_details: { reason } } : {}),
    seller_payable_breakdown: {
      gross_amount: item.amount,
      paypal_fee: moneyOf(0, item.amount.currency_code),
      net_amount: item.amount,
      total_refunded_amount: moneyOf(total, item.amount.currency_code),
    },
    links: [
      link(call.baseUrl, `/v2/payments/refunds/${item.id}`, 'self'),
      link(call.baseUrl, `/v2/payments/captures/${capture}`, 'up'),
    ],
  }
}
