import { inReadTransaction } from '#app/shared/database/unit'
import { obstaclesOf, type Obstacle } from '#app/privacy/domain/erasure'
import { findSituation } from '#app/privacy/queries/find_situation'
import * as consents from '#app/privacy/records/consents'
import * as dataExports from '#app/privacy/records/data_exports'
import * as erasures from '#app/privacy/records/erasures'
import * as legalHolds from '#app/privacy/records/legal_holds'

const exportsShown = 10

export interface PrivacyOfCustomer {
  exports: dataExports.DataExport[]
  erasure: erasures.Erasure | undefined
  obstacles: Obstacle[]
  hold: legalHolds.LegalHold | undefined
  consents: consents.Consent[]
}

/** What did this customer agree to, which copies of their data are there, and are they to be forgotten? */
export function findPrivacy(customerId: string, now: Date): Promise<PrivacyOfCustomer> {
  return inReadTransaction(async () => ({
    exports: await dataExports.listOfCustomer(customerId, exportsShown),
    erasure: await erasures.findWaiting(customerId),
    obstacles: obstaclesOf(await findSituation(customerId, now)),
    hold: await legalHolds.findOpen(customerId),
    consents: await consents.listOfCustomer(customerId),
  }))
}

/** Does this person agree to news by mail? Nobody does who did not say so. */
export async function agreesToMarketing(userId: string): Promise<boolean> {
  const last = await inReadTransaction(() => consents.findLast(userId, 'marketing'))
  return last?.is_given ?? false
}

/** A copy that can be downloaded: this customer's, and not too old. */
export function findDownload(
  id: string,
  customerId: string,
  now: Date
): Promise<{ content: Buffer; askedAt: Date } | null> {
  return inReadTransaction(async () => {
    const found = await dataExports.find(id)
    const isThere = found?.customer_id === customerId && found.status === 'ready' && found.expires_at! > now
    const content = isThere ? await dataExports.readContent(id) : null
    return content ? { content, askedAt: found!.asked_at } : null
  })
}
