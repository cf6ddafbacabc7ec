import type { Collection } from '../core/store.ts'
import type { Kit } from '../core/system.ts'

/** A question that was asked, and the code it was answered with. */
export type Check = {
  at: string
  country: string
  number: string
  requester: string | null
  outcome: string
  consultation: string
}

export function checksOf(kit: Kit): Collection<Check> {
  return kit.store.collection<Check>('checks')
}

/** @returns the number of the question, as VIES writes it */
export function keepCheck(kit: Kit, check: Omit<Check, 'at' | 'consultation'>): string {
  const count = kit.store.next('check')
  const consultation = check.requester ? `WAPIAAAA${count.toString(36).toUpperCase().padStart(8, '0')}` : ''
  const at = new Date(kit.nowMs()).toISOString()
  checksOf(kit).put(String(count).padStart(8, '0'), { ...check, at, consultation })
  return consultation
}
