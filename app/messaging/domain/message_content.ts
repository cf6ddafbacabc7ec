import type { MoneyOnWire } from '#app/shared/money/money'
import type { Interval } from '#app/shared/time/calendar'

/** A value of a mail before it is put into a language: plain text, money, a calendar date, an instant. */
export type MailValue =
  | string
  /** With what it is paid for: each month, every three years. */
  | { money: MoneyOnWire; each?: Interval }
  /** What an hour costs, with all its decimals, and a month at most. */
  | { hour: MoneyOnWire; monthAtMost: MoneyOnWire }
  | { date: string }
  | { instant: string }
  /** ISO 3166-1 */
  | { country: string }
  /** A key below `mail.words`, for words that have a translation. */
  | { word: string }

export interface MailFact {
  /** Key below `mail.facts`. */
  label: string
  value: MailValue
}

/**
 * What a mail says, as it was when its cause happened: kept with the message, so that a mail sent late still tells what it
 * was about. It never holds a secret.
 */
export interface MessageContent {
  /** For the placeholders of the kind's texts. */
  values: Record<string, MailValue>
  facts: MailFact[]
  /** A paragraph in somebody's own words, as they wrote it. */
  note?: string | null
  /** The one thing to do, on one of the tenant's surfaces. */
  action: { surface: 'account' | 'admin' | 'storefront'; path: string } | null
}
