/** How long somebody may think better of it before anything is erased. */
export const coolingOffDays = 14

/** Why nothing is erased yet: what runs, what is owed either way, what is fought over, and what staff forbade. */
export const obstacleKinds = [
  'running_services',
  'open_orders',
  'open_invoices',
  'open_payments',
  'open_disputes',
  'balance',
  'legal_hold',
] as const
export type Obstacle = (typeof obstacleKinds)[number]

export interface Situation {
  services: number
  /** Not paid or not made yet: money may still come for them, and what they are for would be made for nobody. */
  orders: number
  invoices: number
  payments: number
  disputes: number
  /** In minor units; money of the customer's that we hold, or that is owed to us. */
  balance: bigint
  isHeld: boolean
}

/** What stands in the way of forgetting a customer. */
export function obstaclesOf({
  services,
  orders,
  invoices,
  payments,
  disputes,
  balance,
  isHeld,
}: Situation): Obstacle[] {
  const isThere: Record<Obstacle, boolean> = {
    running_services: services > 0,
    open_orders: orders > 0,
    open_invoices: invoices > 0,
    open_payments: payments > 0,
    open_disputes: disputes > 0,
    balance: balance !== 0n,
    legal_hold: isHeld,
  }
  return obstacleKinds.filter((kind) => isThere[kind])
}

/** Nobody finds out by asking whether a court is interested in them. */
export function tellable(obstacles: readonly Obstacle[]): Obstacle[] {
  return obstacles.filter((kind) => kind !== 'legal_hold')
}

/**
 * What a customer hears whose day came and who was not forgotten (Art. 12 (4) GDPR): why, but not that a court is interested in them. A legal hold
 * may be asked against, and blocks the run alone.
 */
export function toldOnTheDay(obstacles: readonly Obstacle[]): string[] {
  return obstacles.map((kind) => (kind === 'legal_hold' ? 'kept_for_now' : kind))
}

export interface Certificate {
  erased_at: string
  removed: Record<string, number>
  /** What stays, each with why. */
  kept: Record<string, string>
}

/** What stays when a person goes: books without a person in them. The reasons are the law's. */
export const keptWhy = {
  invoices:
    'Issued invoices and credit notes, as sealed: commercial and tax law (in Germany § 147 AO and § 257 HGB).',
  quotes: 'Quotes that were accepted, as sealed: commercial letters, for as long as the same law says.',
  payments: 'Amounts, days, references and reasons of payments, refunds and changes of a balance: the same.',
  ledger: 'Journal entries and lines of bank statements: the same.',
  tax: 'Tax numbers with their checks, certificates and what showed the place of supply: tax law (ten years where the one-stop shop is used).',
  disputes: 'What was handed in when a payment was disputed: defence of claims (Art. 17 (3) e GDPR).',
  addresses: 'Which network address was held from when to when, by number: answers about misuse.',
  events:
    'What happened, when and from where, by number: evidence of what was done (Art. 17 (3) e GDPR). Values that changed, and network addresses, stand in it until the retention of the log clears them.',
} satisfies Certificate['kept']
