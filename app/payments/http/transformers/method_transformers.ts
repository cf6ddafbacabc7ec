import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { BrowserForm, GatewayPage } from '#app/payments/drivers/contract'
import {
  failureRule,
  formFields,
  pageFields,
  showFailure,
  showForm,
  showPage,
} from '#app/payments/http/transformers/form_transformers'
import type { MethodSetup, SavedMethod } from '#app/payments/records/methods'

const text = () => vine.string().nullable()

export function showPaymentMethod(method: SavedMethod) {
  return {
    id: showId('paymentMethod', method.id),
    kind: method.kind,
    brand: method.brand,
    last4: method.last4,
    exp_month: method.expMonth,
    exp_year: method.expYear,
    /** The account's e-mail address, where the method has no number. */
    label: method.label,
    is_default: method.isDefault,
    created_at: method.createdAt.toISOString(),
  }
}

export const paymentMethodShape = vine.create({
  id: vine.string(),
  kind: vine.string(),
  brand: text(),
  last4: text(),
  exp_month: vine.number().nullable(),
  exp_year: vine.number().nullable(),
  label: text(),
  is_default: vine.boolean(),
  created_at: vine.string(),
})

/** With what is left for its customer to do: a form of the gateway, or its page. */
export function showMethodSetup(
  setup: MethodSetup,
  next: { form: BrowserForm | null; page: GatewayPage | null } = { form: null, page: null }
) {
  return {
    id: showId('methodSetup', setup.id),
    status: setup.status,
    payment_method_id: setup.paymentMethodId && showId('paymentMethod', setup.paymentMethodId),
    failure: showFailure(setup.failure),
    form: showForm(next.form),
    page: showPage(next.page),
  }
}

export const methodSetupShape = vine.create({
  id: vine.string(),
  status: vine.enum(['created', 'action_required', 'succeeded', 'failed', 'unknown'] as const),
  payment_method_id: text(),
  failure: failureRule(),
  form: vine.object(formFields).nullable(),
  page: vine.object(pageFields).nullable(),
})
