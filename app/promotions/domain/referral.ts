import { Fraction } from '#app/shared/money/fraction'
import { shareOf } from '#app/shared/money/money'
import { err, ok, type Result } from '#app/shared/result'

export const referralStatuses = ['pending', 'held', 'paid', 'refused', 'taken_back'] as const
export type ReferralStatus = (typeof referralStatuses)[number]

/** Why somebody gets nothing for whom they brought. */
export type ReferralRefusal = 'self' | 'same_payment_method'

export type ReferralMove = 'hold' | 'pay' | 'refuse' | 'take_back'

/** What is paid is theirs: a refund after the time of holding changes nothing any more. */
const moves: Record<ReferralStatus, Partial<Record<ReferralMove, ReferralStatus>>> = {
  pending: { hold: 'held', refuse: 'refused' },
  held: { pay: 'paid', refuse: 'refused', take_back: 'taken_back' },
  paid: {},
  refused: {},
  taken_back: {},
}

export function moveReferral(
  from: ReferralStatus,
  move: ReferralMove
): Result<ReferralStatus, { type: 'move_not_allowed' }> {
  const to = moves[from][move]
  return to ? ok(to) : err({ type: 'move_not_allowed' })
}

export interface ReferralProgramme {
  isOn: boolean
  /** Of the first paid invoice without tax, to each side. A plain decimal. */
  percent: string
  holdDays: number
}

/** domain.md, section 5. */
export const defaultReferral: ReferralProgramme = { isOn: true, percent: '10', holdDays: 30 }

/** What each side gets for an invoice that came to so much without tax, in its currency. Half away from zero. */
export function rewardFor(subtotal: bigint, { percent }: ReferralProgramme): bigint {
  return shareOf(subtotal, Fraction.fromPercent(percent))
}

/** One person with two addresses: what stands before the sign is compared without the mark that many providers ignore. */
export function isSamePerson(one: string, other: string): boolean {
  return plainAddress(one) === plainAddress(other)
}

/**
 * An address as addresses are compared: in small letters, without what follows a plus sign. Gmail ignores dots and has two names
 * (https://support.google.com/mail/answer/7436150), so its addresses are compared without them.
 */
export function plainAddress(email: string): string {
  const [name = '', host = ''] = email.trim().toLowerCase().split('@')
  const local = name.split('+')[0]!
  if (host === 'gmail.com' || host === 'googlemail.com') return `${local.replaceAll('.', '')}@gmail.com`
  return `${local}@${host}`
}
