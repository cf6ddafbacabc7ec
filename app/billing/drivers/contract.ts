import type { Result } from '#app/shared/result'

/** What is asked of an authority about a tax id. */
export interface TaxIdQuestion {
  /** The id as the customer gave it, normalised: `DE123456789`, `EL123456789`. */
  value: string
  /** The seller's own id, so that the authority gives the question a number that proves it was asked. */
  requester: string | null
}

/** `isValid`: registered on this day. Name and address are null where the authority does not tell them. */
export interface TaxIdAnswer {
  isValid: boolean
  name: string | null
  address: string | null
  /** The number under which the authority answered: the proof that it was asked. */
  consultation: string | null
}

/**
 * `retry_later` covers outages and limits and is never an answer. `malformed`: the authority cannot read the id. The others are about us:
 * it does not know our own id (`requester_refused`), or does not want to be asked by us (`blocked`).
 */
export interface TaxIdFailure {
  type: 'retry_later' | 'malformed' | 'requester_refused' | 'blocked'
  reason: string
}

/** An authority that says whether tax ids of some countries are registered. */
export interface TaxIdAuthority {
  readonly name: string
  /** ISO codes of the countries for whose ids it answers. */
  readonly countries: ReadonlySet<string>
  check(question: TaxIdQuestion): Promise<Result<TaxIdAnswer, TaxIdFailure>>
}

/** Makes the authority for a base address; each call is kept under the customer it was made for. */
export type MakeTaxIdAuthority = (settings: { baseUrl: string; customerId: string }) => TaxIdAuthority
