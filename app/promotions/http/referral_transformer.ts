import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { type ReferralProgramme, referralStatuses } from '#app/promotions/domain/referral'
import type { NamedReferral, Referral } from '#app/promotions/records/referrals'

/** A referral as one of its two customers sees it: their own reward, and never who the other is. */
export function presentReferral(referral: Referral, customerId: string) {
  const isReferrer = referral.referrerId === customerId
  const reward = isReferrer ? referral.referrer : referral.referred
  return {
    ...presentState(referral),
    role: isReferrer ? ('referrer' as const) : ('referred' as const),
    reward: reward && toWire(reward),
  }
}

/** The same as staff see it. */
export function presentReferralToStaff(referral: NamedReferral) {
  return {
    ...presentState(referral),
    referrer_id: showId('customer', referral.referrerId),
    referrer_name: referral.referrerName,
    referred_id: showId('customer', referral.referredId),
    referred_name: referral.referredName,
    invoice_id: referral.invoiceId && showId('invoice', referral.invoiceId),
    referrer_reward: referral.referrer && toWire(referral.referrer),
    referred_reward: referral.referred && toWire(referral.referred),
  }
}

function presentState(referral: Referral) {
  return {
    id: showId('referral', referral.id),
    status: referral.status,
    refusal: referral.refusal,
    held_until: referral.heldUntil?.toISOString() ?? null,
    created_at: referral.createdAt.toISOString(),
    closed_at: referral.closedAt?.toISOString() ?? null,
  }
}

export function presentReferralProgramme({ isOn, percent, holdDays }: ReferralProgramme) {
  return { is_on: isOn, percent, hold_days: holdDays }
}

const money = () => vine.object({ amount: vine.string(), currency: vine.string() }).nullable()
const text = () => vine.string().nullable()
const state = {
  id: vine.string(),
  status: vine.enum(referralStatuses),
  refusal: text(),
  held_until: text(),
  created_at: vine.string(),
  closed_at: text(),
}
const programme = { is_on: vine.boolean(), percent: vine.string(), hold_days: vine.number() }

export const referralShape = vine.create({
  ...state,
  role: vine.enum(['referrer', 'referred'] as const),
  reward: money(),
})
export const staffReferralShape = vine.create({
  ...state,
  referrer_id: vine.string(),
  referrer_name: vine.string(),
  referred_id: vine.string(),
  referred_name: vine.string(),
  invoice_id: text(),
  referrer_reward: money(),
  referred_reward: money(),
})
export const referralLinkShape = vine.create({ ...programme, code: vine.string(), url: vine.string() })
export const referralProgrammeShape = vine.create(programme)
