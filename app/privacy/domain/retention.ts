/** What can be forgotten by itself, in the order in which it is shown. */
export const retentionKinds = [
  'mail_texts',
  'sign_in_origins',
  'order_origins',
  'notes',
  'quotes',
  'calls',
  'idle_customers',
] as const
export type RetentionKind = (typeof retentionKinds)[number]

/** Days that every kind is kept at least: support, security and disputes look back as far. */
const leastDays: Record<RetentionKind, number> = {
  mail_texts: 90,
  sign_in_origins: 30,
  // Card schemes let buyers object for 120 days and ask from where was ordered.
  order_origins: 180,
  notes: 30,
  quotes: 90,
  // Disputes are answered from what gateways said, for as long as buyers may object.
  calls: 180,
  idle_customers: 365,
}
export const mostDays = 7300

const dayMs = 86_400_000

export interface RetentionWish {
  kind: RetentionKind
  /** Null: for good. */
  keepDays: number | null
}

export function leastDaysOf(kind: RetentionKind): number {
  return leastDays[kind]
}

/** The first rule that cannot be: what is kept for too short or too long a time. */
export function faultOf(
  wishes: readonly RetentionWish[]
): { kind: RetentionKind; least: number; most: number } | null {
  const wrong = wishes.find(
    ({ kind, keepDays }) => keepDays !== null && (keepDays < leastDays[kind] || keepDays > mostDays)
  )
  return wrong ? { kind: wrong.kind, least: leastDays[wrong.kind], most: mostDays } : null
}

/** What is from before this instant goes. */
export function keptFrom(now: Date, keepDays: number): Date {
  return new Date(now.getTime() - keepDays * dayMs)
}
