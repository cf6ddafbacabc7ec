import { requesterFrom } from '#app/billing/domain/taxation/tax_id'
import { askedAuthorities } from '#app/billing/drivers/registry'
import { findNewestVerdict, type TaxIdCheck } from '#app/billing/records/tax_ids'
import { findSellerTax } from '#app/billing/records/tax_profiles'

/** `own_id`: the authority does not know the id in whose name we ask. `blocked`: it does not want to be asked by us. */
export interface RegisterRefusal {
  type: 'own_id' | 'blocked'
  /** The id that was refused, or the word with which we are blocked. */
  about: string
  at: Date
}

/** What do authorities for tax ids hold against us? Nothing, once one answers a question of ours, or the id that it refused is another. */
export async function listRegisterRefusals(): Promise<RegisterRefusal[]> {
  const own = requesterFrom((await findSellerTax())?.taxId ?? null)
  const found: RegisterRefusal[] = []
  for (const name of askedAuthorities()) {
    const verdict = await findNewestVerdict(name)
    const refusal = verdict && refusalIn(verdict, own)
    if (refusal) found.push(refusal)
  }
  return found
}

function refusalIn(verdict: TaxIdCheck, own: string | null): RegisterRefusal | null {
  const { refusal, requester, problem, source, checked_at: at } = verdict
  if (refusal === 'blocked') return { type: 'blocked', about: problem ?? source, at }
  if (refusal === 'own_id' && requester && requester === own) return { type: 'own_id', about: requester, at }
  return null
}
