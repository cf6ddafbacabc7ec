import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import {
  failureRule,
  formFields,
  pageFields,
  showFailure,
  showForm,
  showPage,
} from '#app/payments/http/transformers/form_transformers'
import { type Payment, paymentStatuses, purposeOf } from '#app/payments/domain/payment'
import type { DescribedPayment } from '#app/payments/queries/describe_begun_payment'
import type { ListedPayment } from '#app/payments/queries/list_payments'

const text = () => vine.string().nullable()
const moneyRule = () => vine.object({ amount: vine.string(), currency: vine.string() })
export function showPayment(payment: Payment & Pick<ListedPayment, 'method' | 'invoiceReference'>) {
  return {
    id: showId('payment', payment.id),
    status: payment.status,
    /** What it is for: an order, an invoice, several invoices or a part of one, or the balance. */
    purpose: purposeOf(payment),
    money: toWire(payment.money),
    captured: toWire({ amount: payment.capturedAmount, currency: payment.money.currency }),
    order_id: payment.orderId && showId('order', payment.orderId),
    invoice_id: payment.invoiceId && showId('invoice', payment.invoiceId),
    invoice_reference: payment.invoiceReference,
    gateway_id: showId('gateway', payment.gatewayId),
    payment_method_id: payment.paymentMethodId && showId('paymentMethod', payment.paymentMethodId),
    card: payment.method,
    failure: showFailure(payment.failure),
    created_at: payment.createdAt.toISOString(),
    authorised_at: payment.authorisedAt?.toISOString() ?? null,
    succeeded_at: payment.succeededAt?.toISOString() ?? null,
  }
}

export const paymentFields = {
  id: vine.string(),
  status: vine.enum(paymentStatuses),
  purpose: vine.enum(['order', 'invoice', 'bundle', 'top_up'] as const),
  money: moneyRule(),
  captured: moneyRule(),
  order_id: text(),
  invoice_id: text(),
  invoice_reference: text(),
  gateway_id: vine.string(),
  payment_method_id: text(),
  card: vine.object({ brand: text(), last4: text() }).nullable(),
  failure: failureRule(),
  created_at: vine.string(),
  authorised_at: text(),
  succeeded_at: text(),
}
export const paymentShape = vine.create(paymentFields)

/** A payment with what the browser needs to go on with it: the gateway's form or its page. Both are null when there is nothing for the customer to do. */
export function showPaymentWithForm({ payment, form, page }: DescribedPayment) {
  return { payment: showPayment(payment), form: showForm(form), page: showPage(page) }
}

export const paymentWithFormFields = {
  payment: paymentFields,
  form: vine.object(formFields).nullable(),
  page: vine.object(pageFields).nullable(),
}
export const paymentWithFormShape = vine.create({
  payment: vine.object(paymentFields),
  form: paymentWithFormFields.form,
  page: paymentWithFormFields.page,
})
