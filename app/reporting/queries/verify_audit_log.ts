import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { auditKeyContext } from '#app/reporting/domain/audit_key'
import { compareEntries, digestEntries, hashSeal, markHead, noHash } from '#app/reporting/domain/audit_chain'
import * as auditSeals from '#app/reporting/records/audit_seals'
import * as auditSettings from '#app/reporting/records/audit_settings'

export interface AuditFinding {
  seal: bigint
  /** Of a fact (`changed`, `removed`, `inserted`) or of a seal. */
  fault:
    | 'changed'
    | 'removed'
    | 'inserted'
    | 'seal_missing'
    | 'seal_changed'
    | 'head_missing'
    /** It happened so long ago that it should have been sealed by now. */
    | 'unsealed'
  eventId: string | null
}

export interface AuditProof {
  seals: number
  events: number
  /** Cleared away by the tenant's own retention; their seals are in the chain. */
  cleared: number
  findings: AuditFinding[]
  /** The end of the chain. Whoever keeps it elsewhere can tell whether an end was cut off and made anew. */
  head: { number: bigint; hash: string } | null
}

const sealsAtOnce = 20
/** Facts are sealed within minutes: what lies unsealed for so long was taken out of the chain, or nobody seals. */
const unsealedSecondsMax = 15 * 60

/**
 * Goes through the whole chain: is each fact as it was when it was sealed, is none missing and none put in between?
 * @param notedHead `<number>:<hash>` of a seal as somebody wrote it down before
 */
export async function verifyAuditLog(notedHead?: string): Promise<AuditProof> {
  const proof: AuditProof = { seals: 0, events: 0, cleared: 0, findings: [], head: null }
  const sealedKey = await inReadTransaction(() => auditSettings.findKey())
  const [notedNumber, notedHash] = notedHead?.split(':') ?? []
  const noted = { number: BigInt(/^\d+$/.test(notedNumber ?? '') ? notedNumber! : 0), isFound: false }
  const see = (seal: auditSeals.Seal) => {
    if (seal.number === noted.number && seal.hash.toString('hex') === notedHash) noted.isFound = true
  }
  const known = await inReadTransaction(findKnownEnds)
  if (sealedKey) await followChain({ sealedKey, proof, see, known })
  if (notedHead !== undefined && !noted.isFound)
    proof.findings.push({ seal: noted.number, fault: 'head_missing', eventId: null })
  await inReadTransaction(() => noteUnsealed(proof))
  return proof
}

interface KnownEnds {
  marked: { number: bigint; mark: Buffer } | null
  /** Up to which seal a system elsewhere took the log. */
  shipped: bigint
}

/** What else says how far the chain went: asked before the chain is read, which may grow meanwhile. */
async function findKnownEnds(): Promise<KnownEnds> {
  const { number } = await auditSettings.findShipment()
  return { marked: await auditSettings.findMarkedHead(), shipped: number }
}

async function noteUnsealed(proof: AuditProof): Promise<void> {
  const head = await auditSeals.findHead()
  const unsealed = await auditSeals.findAgeOfUnsealed(head?.last_event_id ?? null)
  if (!unsealed || unsealed.seconds <= unsealedSecondsMax) return
  proof.findings.push({ seal: (head?.number ?? 0n) + 1n, fault: 'unsealed', eventId: unsealed.id })
}

interface Chain {
  sealedKey: SealedSecret
  proof: AuditProof
  see: (seal: auditSeals.Seal) => void
  known: KnownEnds
}

async function followChain({ sealedKey, proof, see, known }: Chain): Promise<void> {
  const key = Buffer.from(unseal(sealedKey, auditKeyContext(currentTenant().id)), 'base64')
  const place: Place = { number: 0n, seq: 0n, hash: noHash }
  for (;;) {
    const seals = await inReadTransaction(() => auditSeals.list({ after: place.number, size: sealsAtOnce }))
    for (const seal of seals) {
      await checkSeal({ seal, key, place, proof })
      see(seal)
      if (seal.number === known.marked?.number && !markHead(key, seal).equals(known.marked.mark))
        proof.findings.push({ seal: seal.number, fault: 'head_missing', eventId: null })
      place.number = seal.number
      place.seq = seal.last_seq
      place.hash = seal.hash
    }
    if (seals.length < sealsAtOnce) break
  }
  const knownEnd = [known.marked?.number ?? 0n, known.shipped].reduce((a, b) => (a > b ? a : b))
  if (place.number < knownEnd) proof.findings.push({ seal: knownEnd, fault: 'head_missing', eventId: null })
  proof.head = proof.seals > 0 ? { number: place.number, hash: place.hash.toString('hex') } : null
}

interface Place {
  number: bigint
  seq: bigint
  hash: Buffer
}

interface Check {
  seal: auditSeals.Seal
  key: Buffer
  place: Place
  proof: AuditProof
}

async function checkSeal({ seal, key, place, proof }: Check): Promise<void> {
  proof.seals += 1
  proof.events += seal.event_count
  const note = (fault: AuditFinding['fault'], eventId: string | null = null) =>
    proof.findings.push({ seal: seal.number, fault, eventId })
  if (seal.number !== place.number + 1n) note('seal_missing')
  const content = {
    number: seal.number,
    lastSeq: seal.last_seq,
    eventCount: seal.event_count,
    entriesDigest: seal.entries_digest,
    times: seal.form === 1 ? null : { sealedAt: seal.sealed_at, lastOccurredAt: seal.last_occurred_at },
  }
  if (!hashSeal(key, place.hash, content).equals(seal.hash)) note('seal_changed')
  const found = await inReadTransaction(() => auditSeals.readEntries(place.seq, seal.last_seq))
  if (seal.entries === null) {
    proof.cleared += seal.event_count
    for (const { id } of found) note('inserted', id)
    return
  }
  if (!digestEntries(seal.entries).equals(seal.entries_digest)) note('seal_changed')
  for (const { id, fault } of compareEntries(seal.entries, found)) note(fault, id)
}
