/**
 * Every kind of mail. Customers' kinds name the area of the team they are for: members with the permission for it, or
 * owners. Staff's kinds name the ability that those who should hear of it have. `isCounted`: days are counted from its being sent,
 * which is announced.
 */
export const messageKinds = {
  welcome: { to: 'person' },
  password_reset: { to: 'person' },
  confirm_sign_up: { to: 'person' },
  verify_email: { to: 'person' },
  confirm_email_change: { to: 'person' },
  confirm_email_leaving: { to: 'person' },
  email_changed: { to: 'person' },
  address_known: { to: 'person' },
  sign_in_link: { to: 'person' },
  export_ready: { to: 'person' },
  erasure_asked: { to: 'customer', area: 'billing' },
  erasure_by_rule: { to: 'customer', area: 'billing' },
  team_invitation: { to: 'person' },
  staff_invitation: { to: 'person' },
  new_browser: { to: 'person' },
  security_changed: { to: 'person' },
  support_visit: { to: 'person' },
  factor_wanted: { to: 'person' },
  order_received: { to: 'customer', area: 'billing' },
  service_ready: { to: 'customer', area: 'services' },
  order_held: { to: 'customer', area: 'billing' },
  order_failed: { to: 'customer', area: 'billing' },
  method_updated: { to: 'customer', area: 'billing' },
  method_revoked: { to: 'customer', area: 'billing' },
  invoice_issued: { to: 'customer', area: 'billing' },
  credit_note_issued: { to: 'customer', area: 'billing' },
  payment_received: { to: 'customer', area: 'billing' },
  pay_link: { to: 'customer', area: 'billing' },
  payment_reversed: { to: 'customer', area: 'billing' },
  refund_sent: { to: 'customer', area: 'billing' },
  refund_to_claim: { to: 'customer', area: 'billing' },
  refund_failed: { to: 'customer', area: 'billing' },
  dispute_opened: { to: 'customer', area: 'billing' },
  dispute_over: { to: 'customer', area: 'billing' },
  top_ups_paused: { to: 'customer', area: 'billing' },
  balance_topped_up: { to: 'customer', area: 'billing' },
  payment_failed: { to: 'customer', area: 'billing' },
  charge_declined: { to: 'customer', area: 'billing' },
  authentication_required: { to: 'customer', area: 'billing' },
  method_expiring: { to: 'customer', area: 'billing' },
  method_expired: { to: 'customer', area: 'billing' },
  overdue_reminder: { to: 'customer', area: 'billing' },
  late_fee_added: { to: 'customer', area: 'billing' },
  suspension_warning: { to: 'customer', area: 'billing' },
  service_suspended: { to: 'customer', area: 'services' },
  service_restored: { to: 'customer', area: 'services' },
  termination_warning: { to: 'customer', area: 'billing' },
  service_terminated: { to: 'customer', area: 'services' },
  cancellation_scheduled: { to: 'customer', area: 'services' },
  cancelled: { to: 'customer', area: 'services' },
  change_scheduled: { to: 'customer', area: 'services' },
  change_completed: { to: 'customer', area: 'services' },
  change_lapsed: { to: 'customer', area: 'services' },
  change_reverted: { to: 'customer', area: 'services' },
  price_change: { to: 'customer', area: 'billing', isCounted: true },
  price_change_withdrawn: { to: 'customer', area: 'billing' },
  offer_sent: { to: 'person' },
  offer_reminder: { to: 'person' },
  staff_offer_answered: { to: 'staff', ability: 'staff:billing:read' },
  trial_started: { to: 'customer', area: 'services' },
  trial_ending: { to: 'customer', area: 'billing' },
  trial_ended: { to: 'customer', area: 'services' },
  tax_certificate_accepted: { to: 'customer', area: 'billing' },
  tax_certificate_refused: { to: 'customer', area: 'billing' },
  tax_exemption_expiring: { to: 'customer', area: 'billing' },
  tax_exemption_expired: { to: 'customer', area: 'billing' },
  staff_certificate_submitted: { to: 'staff', ability: 'staff:customers:write' },
  staff_refund_to_approve: { to: 'staff', ability: 'staff:billing:write' },
  staff_gift_to_approve: { to: 'staff', ability: 'staff:billing:write' },
  staff_dispute_opened: { to: 'staff', ability: 'staff:billing:write' },
  staff_dispute_deadline: { to: 'staff', ability: 'staff:billing:write' },
  staff_dispute_decided: { to: 'staff', ability: 'staff:billing:write' },
  staff_mentioned: { to: 'person' },
  staff_payment_warned: { to: 'staff', ability: 'staff:billing:write' },
  staff_order_held: { to: 'staff', ability: 'staff:billing:write' },
  staff_refund_failed: { to: 'staff', ability: 'staff:billing:write' },
  staff_order_failed: { to: 'staff', ability: 'staff:operations:read' },
  staff_operation_failed: { to: 'staff', ability: 'staff:operations:read' },
} as const

export type MessageKind = keyof typeof messageKinds
export type CustomerMessageKind = {
  [Kind in MessageKind]: (typeof messageKinds)[Kind] extends { to: 'customer' } ? Kind : never
}[MessageKind]
export type StaffMessageKind = {
  [Kind in MessageKind]: (typeof messageKinds)[Kind] extends { to: 'staff' } ? Kind : never
}[MessageKind]

/** Whether something is counted from a mail's being sent. */
export function isCounted(kind: string): boolean {
  return isMessageKind(kind) && 'isCounted' in messageKinds[kind]
}

export function isMessageKind(text: string): text is MessageKind {
  return Object.hasOwn(messageKinds, text)
}
